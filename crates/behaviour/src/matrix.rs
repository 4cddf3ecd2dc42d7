//! The little linear algebra that correlations need: symmetric matrices of at most a few hundred rows.

/// A symmetric matrix, or the lower triangle that makes one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Square {
    size: usize,
    cells: Vec<f64>,
}

impl Square {
    pub(crate) fn zero(size: usize) -> Self {
        Self {
            size,
            cells: vec![0.0; size * size],
        }
    }

    pub(crate) fn at(&self, row: usize, column: usize) -> f64 {
        self.cells
            .get(row * self.size + column)
            .copied()
            .unwrap_or_default()
    }

    fn put(&mut self, row: usize, column: usize, value: f64) {
        if let Some(cell) = self.cells.get_mut(row * self.size + column) {
            *cell = value;
        }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.cells.chunks(self.size.max(1))
    }

    /// Adds `weight` times the product of `values` with itself.
    pub(crate) fn add_outer(&mut self, values: &[f64], weight: f64) {
        for (row, left) in self.cells.chunks_mut(self.size.max(1)).zip(values) {
            for (cell, right) in row.iter_mut().zip(values) {
                *cell += weight * left * right;
            }
        }
    }

    pub(crate) fn add(&mut self, other: &Self, weight: f64) {
        for (cell, more) in self.cells.iter_mut().zip(&other.cells) {
            *cell += weight * more;
        }
    }

    pub(crate) fn scale(&mut self, by: f64) {
        for cell in &mut self.cells {
            *cell *= by;
        }
    }

    pub(crate) fn diagonal(&self) -> Vec<f64> {
        (0..self.size).map(|at| self.at(at, at)).collect()
    }

    /// Adds to the diagonal.
    pub(crate) fn add_diagonal(&mut self, values: impl Iterator<Item = f64>) {
        for (at, value) in values.enumerate() {
            self.put(at, at, self.at(at, at) + value);
        }
    }

    /// The correlations of a covariance, drawn towards none: `(1 - shrunk) · correlation + shrunk · identity`.
    pub(crate) fn correlations(&self, shrunk: f64) -> Self {
        let deviations: Vec<f64> = self.diagonal().iter().map(|v| v.max(1e-9).sqrt()).collect();
        let mut result = self.clone();
        for (row, (cells, left)) in result
            .cells
            .chunks_mut(self.size.max(1))
            .zip(&deviations)
            .enumerate()
        {
            for (column, (cell, right)) in cells.iter_mut().zip(&deviations).enumerate() {
                let correlation = (*cell / (left * right)).clamp(-1.0, 1.0);
                *cell = if row == column {
                    1.0
                } else {
                    (1.0 - shrunk) * correlation
                };
            }
        }
        result
    }

    /// The lower triangle L with L · Lᵀ = self (Cholesky). Where the matrix is not positive definite, which
    /// rounding may bring about, the pivot is lifted to a small number.
    pub(crate) fn factor(&self) -> Factor {
        let mut lower = Self::zero(self.size);
        for row in 0..self.size {
            for column in 0..=row {
                let sum: f64 = (0..column).map(|k| lower.at(row, k) * lower.at(column, k)).sum();
                let rest = self.at(row, column) - sum;
                let value = if row == column {
                    rest.max(1e-9).sqrt()
                } else {
                    rest / lower.at(column, column)
                };
                lower.put(row, column, value);
            }
        }
        Factor(lower)
    }
}

/// A matrix taken apart, with which equations are solved.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Factor(Square);

impl Factor {
    /// L⁻¹ · values.
    fn forward(&self, values: &[f64]) -> Vec<f64> {
        let mut solved: Vec<f64> = Vec::with_capacity(values.len());
        for (at, (row, value)) in self.0.rows().zip(values).enumerate() {
            let sum: f64 = row.iter().zip(&solved).map(|(cell, known)| cell * known).sum();
            solved.push((value - sum) / self.0.at(at, at));
        }
        solved
    }

    /// valuesᵀ · self⁻¹ · values: the squared Mahalanobis distance.
    pub(crate) fn distance(&self, values: &[f64]) -> f64 {
        self.forward(values).iter().map(|value| value * value).sum()
    }

    /// self⁻¹ · values.
    pub(crate) fn solve(&self, values: &[f64]) -> Vec<f64> {
        let mut solved = self.forward(values);
        for row in (0..solved.len()).rev() {
            let sum: f64 = solved
                .iter()
                .enumerate()
                .skip(row + 1)
                .map(|(below, known)| self.0.at(below, row) * known)
                .sum();
            if let Some(value) = solved.get_mut(row) {
                *value = (*value - sum) / self.0.at(row, row);
            }
        }
        solved
    }

    /// Half the logarithm of the determinant.
    pub(crate) fn half_log_determinant(&self) -> f64 {
        self.0.diagonal().iter().map(|value| value.ln()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_solved_is_the_answer(rows in prop::collection::vec(prop::collection::vec(-3.0..3.0_f64, 5), 6), wanted in prop::collection::vec(-3.0..3.0_f64, 5)) {
            let mut matrix = Square::zero(5);
            for row in &rows {
                matrix.add_outer(row, 1.0);
            }
            matrix.add_diagonal([1.0; 5].into_iter());
            let right: Vec<f64> = matrix
                .rows()
                .map(|row| row.iter().zip(&wanted).map(|(cell, value)| cell * value).sum())
                .collect();
            let factor = matrix.factor();
            for (solved, wanted) in factor.solve(&right).iter().zip(&wanted) {
                prop_assert!((solved - wanted).abs() < 1e-6, "{solved} {wanted}");
            }
            let distance: f64 = right.iter().zip(&wanted).map(|(left, right)| left * right).sum();
            prop_assert!((factor.distance(&right) - distance).abs() < 1e-6 * distance.abs().max(1.0));
        }
    }

    #[test]
    fn a_matrix_without_an_inverse_still_gives_numbers() {
        let mut matrix = Square::zero(3);
        matrix.add_outer(&[1.0, 1.0, 1.0], 1.0);
        let factor = matrix.correlations(0.0).factor();
        assert!(factor.distance(&[1.0, -1.0, 0.5]).is_finite());
        assert!(factor.half_log_determinant().is_finite());
    }
}
