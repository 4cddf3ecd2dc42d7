//! Over which windows a budget's use is watched, and how fast it may be used up before somebody is told.

use vocabulary::Span;

/// One pair of windows: the long one shows that much has been lost, the short one that it is still going on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlertWindow {
    /// The share of the period's budget that is gone by then, in percent.
    pub budget_percent: f64,
    /// The short window.
    pub short: Span,
    /// The long window.
    pub long: Span,
}

/// When somebody is called (`page`), and when it is put on the list (`ticket`).
#[derive(Debug, Clone, PartialEq)]
pub struct AlertWindows {
    /// Any of these calls somebody.
    pub page: Vec<AlertWindow>,
    /// Any of these is put on the list.
    pub ticket: Vec<AlertWindow>,
}

const fn window(budget_percent: f64, short: Span, long: Span) -> AlertWindow {
    AlertWindow {
        budget_percent,
        short,
        long,
    }
}

impl AlertWindow {
    /// How many times faster than it lasts a period the budget is used up: budget share × period ÷ long
    /// window.
    pub fn factor(&self, period: Span) -> f64 {
        const HOUR: f64 = 3_600_000.0;
        let hours = |span: Span| span.as_millis() as f64 / HOUR;
        self.budget_percent * hours(period) / 100.0 / hours(self.long)
    }
}

impl AlertWindows {
    /// The windows of the Site Reliability Workbook, chapter 5 ("Alerting on SLOs", table 5-8).
    pub fn workbook() -> Self {
        let (minutes, hours, days) = (Span::from_minutes, Span::from_hours, Span::from_days);
        Self {
            page: vec![
                window(2.0, minutes(5), hours(1)),
                window(5.0, minutes(30), hours(6)),
            ],
            ticket: vec![window(10.0, hours(2), days(1)), window(10.0, hours(6), days(3))],
        }
    }

    /// Without the windows in which a budget that lasts the whole period would already call somebody: those
    /// with a factor below 1.
    #[must_use]
    pub fn fit_for(mut self, period: Span) -> Self {
        let fits = |window: &AlertWindow| window.factor(period) >= 1.0;
        self.page.retain(fits);
        self.ticket.retain(fits);
        self
    }

    /// Every window that is looked at, each once, the shortest first.
    pub(super) fn spans(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = self
            .page
            .iter()
            .chain(&self.ticket)
            .flat_map(|window| [window.short, window.long])
            .collect();
        spans.sort_unstable();
        spans.dedup();
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_are_those_of_the_workbook() {
        let check = |days: i64, page: &[f64], ticket: &[f64]| {
            let period = Span::from_days(days);
            let windows = AlertWindows::workbook().fit_for(period);
            let factors =
                |windows: &[AlertWindow]| windows.iter().map(|one| one.factor(period)).collect::<Vec<_>>();
            assert_eq!(
                (factors(&windows.page), factors(&windows.ticket)),
                (page.to_vec(), ticket.to_vec())
            );
        };
        check(30, &[14.4, 6.0], &[3.0, 1.0]);
        check(90, &[43.2, 18.0], &[9.0, 3.0]);
        // In a week, a tenth of the budget in a day is slower than the week's own pace.
        check(7, &[3.36, 1.400_000_000_000_000_1], &[]);
        check(1, &[], &[]);
    }
}
