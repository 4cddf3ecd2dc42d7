//! Why data cannot be evaluated.

/// What is wrong with the data as a whole. Single bad rows are [`Faults`](crate::Faults) and do not end it.
#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    /// The bytes are not packed as their name or beginning says.
    #[error("`{file}` cannot be unpacked: {why}; fetch it anew")]
    Packed {
        /// Which file.
        file: String,
        /// What the unpacker says.
        why: String,
    },
    /// It would not fit into memory.
    #[error("`{file}` is larger than {} MiB unpacked; evaluate it in parts", crate::MOST_UNPACKED >> 20)]
    TooLarge {
        /// Which file.
        file: String,
    },
    /// The first line does not name the columns.
    #[error("`{file}:1` has no column `{column}`; name the columns as the benchmark does: {expected}")]
    Column {
        /// Which file.
        file: String,
        /// Which column, or kind of columns.
        column: &'static str,
        /// What the first line should be.
        expected: &'static str,
    },
    /// Nothing can be measured with so little.
    #[error("`{file}` has too little to measure: {why}{}", faults(.first_fault.as_deref()))]
    TooLittle {
        /// Which file or folder.
        file: String,
        /// What is missing.
        why: String,
        /// The first row that was left out, which may be the cause.
        first_fault: Option<String>,
    },
    /// Everybody is compared with everybody, which would take hours.
    #[error("`{file}` has {accounts} accounts, and {most} are measured at most; evaluate it in parts")]
    TooMany {
        /// Which file or folder.
        file: String,
        /// How many accounts there are.
        accounts: usize,
        /// How many there may be.
        most: usize,
    },
    /// The rhythm in it cannot be compared.
    #[error(transparent)]
    Rhythm(#[from] behaviour::rhythm::RhythmError),
}

fn faults(first: Option<&str>) -> String {
    first.map_or(String::new(), |fault| {
        format!("; the first row left out is {fault}")
    })
}
