//! The looks of the picture: the house's own colours, equally finished in light and dark, no type from
//! elsewhere, and colour only for states.

/// What stands in the picture's one style element. Every name begins with `gsn-`, so that the picture can
/// stand inside a page.
pub(super) const STYLE: &str = "\
.gsn{color-scheme:light dark;--gsn-ground:#f4f5f7;--gsn-surface:#fff;--gsn-sunken:#e6e9ee;--gsn-ink:#1c2430;\
--gsn-muted:#566070;--gsn-line:#8a94a3;--gsn-kept:#1a7048;--gsn-risk:#8f5a00;--gsn-broken:#bf2733;--gsn-debt:#7142a8;\
font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',Arial,sans-serif}
@media (prefers-color-scheme:dark){.gsn{--gsn-ground:#12161c;--gsn-surface:#1a2029;--gsn-sunken:#262e3a;--gsn-ink:#e8ebf0;\
--gsn-muted:#a3adbb;--gsn-line:#6c7787;--gsn-kept:#5cc794;--gsn-risk:#e6ac4f;--gsn-broken:#ff8389;--gsn-debt:#c39af2}}
@media print{.gsn{--gsn-ground:#fff;--gsn-surface:#fff;--gsn-sunken:#eceef1;--gsn-ink:#000;--gsn-muted:#444;--gsn-line:#666}}
.gsn-ground{fill:var(--gsn-ground)}
.gsn-shape{fill:var(--gsn-surface);stroke:var(--gsn-line);stroke-width:1.25}
.gsn-strategy .gsn-shape,.gsn-legend .gsn-strategy{fill:var(--gsn-sunken)}
.gsn-context .gsn-shape,.gsn-assumption .gsn-shape{fill:var(--gsn-ground)}
.gsn-root .gsn-shape{stroke:var(--gsn-ink);stroke-width:2}
.gsn-hollow .gsn-shape{stroke-dasharray:4 3}
.gsn-kept .gsn-shape{stroke:var(--gsn-kept)}.gsn-risk .gsn-shape{stroke:var(--gsn-risk)}
.gsn-broken .gsn-shape{stroke:var(--gsn-broken);stroke-width:2}.gsn-debt .gsn-shape{stroke:var(--gsn-debt)}
.gsn text{fill:var(--gsn-ink);font-size:12.5px}
.gsn .gsn-title{font-size:20px;font-weight:600}.gsn .gsn-heading{font-size:16px;font-weight:600}
.gsn .gsn-id{font-size:11px;font-weight:600;fill:var(--gsn-muted)}
.gsn .gsn-note{font-size:11px;fill:var(--gsn-muted)}
.gsn .gsn-word{font-size:11px;font-weight:600;fill:var(--gsn-muted)}
.gsn .gsn-kept .gsn-word{fill:var(--gsn-kept)}.gsn .gsn-risk .gsn-word{fill:var(--gsn-risk)}
.gsn .gsn-broken .gsn-word{fill:var(--gsn-broken)}.gsn .gsn-debt .gsn-word{fill:var(--gsn-debt)}
.gsn-sign{fill:none;stroke:var(--gsn-muted);stroke-width:1.25}.gsn-sign-full{fill:var(--gsn-muted);stroke:none}
.gsn-kept .gsn-sign{stroke:var(--gsn-kept)}.gsn-kept .gsn-sign-full{fill:var(--gsn-kept)}
.gsn-risk .gsn-sign{stroke:var(--gsn-risk)}.gsn-risk .gsn-sign-full{fill:var(--gsn-risk)}
.gsn-broken .gsn-sign-full{fill:var(--gsn-broken)}.gsn-debt .gsn-sign-full{fill:var(--gsn-debt)}
.gsn-edge{fill:none;stroke:var(--gsn-line);stroke-width:1.25}
.gsn-head{fill:var(--gsn-line)}.gsn-head-open{fill:var(--gsn-ground);stroke:var(--gsn-line);stroke-width:1.25}
.gsn-open{fill:var(--gsn-ground);stroke:var(--gsn-broken);stroke-width:1.5}
";
