//! As much reading of HTML as the tests need. What they read is written by us, always in the same way.

/// The values of an attribute, in the order of the page.
pub(crate) fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    page.split(start.as_str())
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or_default())
        .collect()
}

/// The opening tags of an element, without the brackets.
pub(crate) fn tags<'a>(page: &'a str, element: &str) -> Vec<&'a str> {
    let start = format!("<{element} ");
    page.split(start.as_str())
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap_or_default())
        .collect()
}

/// The value of an attribute in an opening tag.
pub(crate) fn value<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = format!("{name}=\"");
    let at = tag
        .match_indices(start.as_str())
        .find(|(at, _)| *at == 0 || tag[..*at].ends_with(' '))?
        .0;
    tag[at + start.len()..].split('"').next()
}

/// The text inside the first of an element, without tags.
pub(crate) fn text_of(page: &str, element: &str) -> String {
    let start = format!("<{element}");
    let end = format!("</{element}>");
    let inside = page
        .split(start.as_str())
        .nth(1)
        .and_then(|rest| rest.split_once('>'))
        .and_then(|(_, rest)| rest.split(end.as_str()).next())
        .unwrap_or_default();
    let mut text = String::new();
    let mut in_tag = false;
    for letter in inside.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            letter if !in_tag => text.push(letter),
            _ => {}
        }
    }
    text
}
