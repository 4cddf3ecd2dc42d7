//! Holds XML to a schema: as much of XML Schema 1.0 as the JUnit schema in `../shared` uses.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element with what is in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Element>,
    pub(crate) text: String,
}

impl Element {
    /// Reads a document, which must be well-formed.
    pub(crate) fn read(text: &str) -> Self {
        let mut reader = Reader::from_str(text);
        let mut open = vec![Self::default()];
        loop {
            match reader
                .read_event()
                .unwrap_or_else(|error| panic!("{error}: {text}"))
            {
                Event::Start(start) => open.push(Self::start(&start)),
                Event::Empty(start) => open.last_mut().unwrap().children.push(Self::start(&start)),
                Event::End(_) => {
                    let done = open.pop().unwrap();
                    open.last_mut().expect("an end has a start").children.push(done);
                }
                Event::Text(words) => open.last_mut().unwrap().text.push_str(&words),
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open.len(), 1, "every start has an end");
        open.pop()
            .unwrap()
            .children
            .pop()
            .expect("a document has an element")
    }

    fn start(start: &BytesStart<'_>) -> Self {
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let key: &str = attribute.key.as_ref();
            (key.to_owned(), attribute.value.into_owned())
        });
        Self {
            name: AsRef::<str>::as_ref(&start.name()).to_owned(),
            attributes: attributes.collect(),
            ..Self::default()
        }
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Every element of a name, however deep.
    pub(crate) fn all<'e>(&'e self, name: &'e str) -> Vec<&'e Self> {
        let below = self.children.iter().flat_map(|child| child.all(name));
        let own = (self.name == name).then_some(self);
        own.into_iter().chain(below).collect()
    }
}

/// Fails unless a document is as the schema says.
pub(crate) fn must_be_valid(document: &str, schema: &str) {
    let (schema, root) = (Element::read(schema), Element::read(document));
    let declared = schema
        .children
        .iter()
        .find(|child| child.name == "xs:element" && child.attribute("name") == Some(&root.name));
    let declared = declared.unwrap_or_else(|| panic!("`{}` is no root element", root.name));
    element(&schema, declared, &root);
}

fn element(schema: &Element, declared: &Element, found: &Element) {
    let complex = match declared.attribute("type") {
        Some(name) => Some(named(schema, "xs:complexType", name)),
        None => declared
            .children
            .iter()
            .find(|child| child.name == "xs:complexType"),
    };
    let Some(complex) = complex else {
        assert!(found.children.is_empty(), "`{}` holds text only", found.name);
        return;
    };
    let mut attributes = Vec::new();
    let mut content = Vec::new();
    flatten(schema, complex, &mut attributes, &mut content);
    for (name, value) in &found.attributes {
        let attribute = attributes.iter().find(|one| one.attribute("name") == Some(name));
        let attribute = attribute.unwrap_or_else(|| panic!("`{}` may not have `{name}`", found.name));
        assert!(
            is_a(attribute, value),
            "`{name}` of `{}` is {value:?}",
            found.name
        );
    }
    for attribute in attributes {
        let name = attribute.attribute("name").unwrap();
        let needed = attribute.attribute("use") == Some("required");
        assert!(
            !needed || found.attribute(name).is_some(),
            "`{}` lacks `{name}`",
            found.name
        );
    }
    let mut rest = found.children.iter().collect::<Vec<_>>();
    for part in content {
        particle(schema, part, &mut rest, &found.name);
    }
    assert!(rest.is_empty(), "`{}` may not hold {rest:?}", found.name);
}

/// The attributes and content of a type, with those of what it extends before its own.
fn flatten<'s>(
    schema: &'s Element,
    of: &'s Element,
    attributes: &mut Vec<&'s Element>,
    content: &mut Vec<&'s Element>,
) {
    for child in &of.children {
        match child.name.as_str() {
            "xs:attribute" => attributes.push(child),
            "xs:sequence" | "xs:choice" => content.push(child),
            "xs:complexContent" | "xs:simpleContent" => flatten(schema, child, attributes, content),
            "xs:extension" => {
                let base = child.attribute("base").unwrap();
                let complex = schema
                    .children
                    .iter()
                    .find(|one| one.name == "xs:complexType" && one.attribute("name") == Some(base));
                if let Some(complex) = complex {
                    flatten(schema, complex, attributes, content);
                }
                flatten(schema, child, attributes, content);
            }
            "xs:annotation" => {}
            other => panic!("{other} is not known to this test"),
        }
    }
}

/// Takes from the front what a part of the content allows.
fn particle(schema: &Element, part: &Element, rest: &mut Vec<&Element>, within: &str) {
    let least: usize = part
        .attribute("minOccurs")
        .map_or(1, |count| count.parse().unwrap());
    let most = match part.attribute("maxOccurs") {
        Some("unbounded") => usize::MAX,
        Some(count) => count.parse().unwrap(),
        None => 1,
    };
    match part.name.as_str() {
        "xs:sequence" => part
            .children
            .iter()
            .for_each(|inner| particle(schema, inner, rest, within)),
        "xs:choice" => {
            let fits = |one: &&Element| {
                rest.first()
                    .is_some_and(|next| one.attribute("name") == Some(&next.name))
            };
            match part.children.iter().find(fits) {
                Some(chosen) => particle(schema, chosen, rest, within),
                None => assert_eq!(least, 0, "`{within}` lacks one of a choice"),
            }
        }
        "xs:element" => {
            let name = part.attribute("name").unwrap();
            let mut count = 0;
            while count < most && rest.first().is_some_and(|next| next.name == name) {
                element(schema, part, rest.remove(0));
                count += 1;
            }
            assert!(
                count >= least,
                "`{within}` lacks `{name}`, or has it in another place: {rest:?}"
            );
        }
        "xs:annotation" => {}
        other => panic!("{other} is not known to this test"),
    }
}

fn named<'s>(schema: &'s Element, sort: &str, name: &str) -> &'s Element {
    let found = schema
        .children
        .iter()
        .find(|one| one.name == sort && one.attribute("name") == Some(name));
    found.unwrap_or_else(|| panic!("there is no {sort} {name}"))
}

/// Whether a value is of an attribute's type.
fn is_a(attribute: &Element, value: &str) -> bool {
    let shape: String = value
        .chars()
        .map(|letter| if letter.is_ascii_digit() { '0' } else { letter })
        .collect();
    match attribute.attribute("type") {
        Some("xs:int") => value.parse::<i32>().is_ok(),
        Some("xs:decimal") => value.parse::<f64>().is_ok(),
        Some("ISO8601_DATETIME_PATTERN") => shape == "0000-00-00T00:00:00",
        Some("xs:token" | "xs:string") => true,
        Some(other) => panic!("the type {other} is not known to this test"),
        // A token with a least length.
        None => !value.trim().is_empty(),
    }
}
