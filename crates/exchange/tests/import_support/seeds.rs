//! One small document of every format, with every sort of part that the format has.

/// Kind and document.
pub(crate) const SEEDS: [(&str, &str); 7] = [
    ("otm", OTM),
    ("threat-dragon", THREAT_DRAGON_1),
    ("threat-dragon", THREAT_DRAGON_2),
    ("threagile", THREAGILE),
    ("threat-composer", THREAT_COMPOSER),
    ("owasp-tml", OWASP_LIBRARY),
    ("openapi", OPENAPI),
];

pub(crate) const OTM: &str = r#"{
  "otmVersion": "0.2.0",
  "project": {"name": "Clinic", "id": "clinic", "owner": "Ada", "description": "Appointments", "tags": ["x"]},
  "representations": [{"name": "Diagram", "id": "d", "type": "diagram", "size": {"width": 1, "height": 1}}],
  "assets": [
    {"name": "Patient file", "id": "file", "description": "Diagnoses", "risk": {"confidentiality": 100, "integrity": 80, "availability": 5}},
    {"name": "Opening hours", "id": "hours", "risk": {"confidentiality": 0, "integrity": 10, "availability": 10}}
  ],
  "trustZones": [{"id": "net", "name": "Internet", "risk": {"trustRating": 1}}],
  "components": [
    {"id": "web", "name": "Web", "type": "web", "parent": {"trustZone": "net"}, "assets": {"processed": ["file", null], "stored": ["gone"]},
     "threats": [
       {"threat": "t1", "state": "mitigated", "mitigations": [{"mitigation": "m1", "state": "IMPLEMENTED"}, {"mitigation": "m2", "state": "RECOMMENDED"}]},
       {"threat": "t2", "state": "exposed", "mitigations": [null]}
     ]},
    {"id": "db", "name": "Database", "type": "db", "parent": {"component": "web"}, "threats": [
       {"threat": "t1", "state": "exposed", "mitigations": [{"mitigation": "m1", "state": "required"}]},
       {"threat": "t3", "state": "accepted"},
       {"threat": "nobody", "state": "exposed", "mitigations": [{"mitigation": "m1", "state": "implemented"}]}
     ]}
  ],
  "dataflows": [{"id": "f", "name": "Book", "source": "web", "destination": "db", "assets": ["file"], "threats": [
       {"threat": "t4", "state": "not-applicable", "mitigations": [{"mitigation": "m3", "state": "rejected"}, {"mitigation": "m9", "state": "implemented"}]}]}],
  "threats": [
    {"id": "t1", "name": "Another patient reads my file", "categories": ["Information Disclosure"], "cwes": ["CWE-639"], "risk": {"likelihood": 50, "impact": 90}},
    {"id": "t2", "name": "Booked out", "description": "Somebody books all dates", "categories": ["DoS"], "risk": {"likelihood": null, "impact": 30}},
    {"id": "t3", "name": "Lost letter", "risk": {"impact": 500}},
    {"id": "t4", "name": "Meteor"},
    {"id": "t5", "name": "Nowhere", "cwes": ["CWE-89"]}
  ],
  "mitigations": [
    {"id": "m1", "name": "Check whose file it is", "riskReduction": 90},
    {"id": "m2", "name": "Log every look", "description": "Audit log", "riskReduction": 10},
    {"id": "m3", "name": "Umbrella", "riskReduction": 0},
    {"id": "m4", "name": "Never referred to", "riskReduction": 0}
  ]
}"#;

pub(crate) const THREAT_DRAGON_1: &str = r#"{
  "summary": {"title": "Shop", "owner": "Ada", "description": "A shop", "id": 0},
  "detail": {"contributors": [{"name": "B"}], "reviewer": "C", "diagrams": [
    {"title": "Main", "id": 0, "diagramType": "STRIDE", "thumbnail": "x.png", "size": {"height": 5, "width": 5}, "diagramJson": {"cells": [
      {"type": "tm.Actor", "id": "a", "z": 1, "attrs": {"text": {"text": "Customer"}}, "threats": []},
      {"type": "tm.Process", "id": "p", "z": 2, "attrs": {"text": {"text": "Web\nshop"}}, "threats": [
        {"status": "Mitigated", "severity": "High", "title": "Eavesdropping", "type": "Information disclosure", "description": "On the wire", "mitigation": "TLS everywhere"},
        {"status": "Open", "severity": "Low", "title": "Flood", "type": "Denial of service", "description": "Too much", "mitigation": "Rate limit"},
        {"status": "Open", "severity": "Medium", "title": "Bare", "type": "Tampering", "description": "", "mitigation": ""}]},
      {"type": "tm.Store", "id": "s", "outOfScope": true, "reasonOutOfScope": "Hosted", "attrs": {"text": {"text": "DB"}}, "threats": [
        {"status": "Open", "severity": "High", "title": "Injection", "type": "Tampering", "description": "SQL", "mitigation": "Bind"}]},
      {"type": "tm.Flow", "id": "f", "source": {"id": "a"}, "target": {"id": "p"}, "labels": [{"position": 0.5, "attrs": {"text": {"text": "Order"}}}]},
      {"type": "tm.Boundary", "id": "b", "source": {"x": 1, "y": 1}, "target": {"x": 2, "y": 2}}
    ]}}]}
}"#;

pub(crate) const THREAT_DRAGON_2: &str = r#"{
  "version": "2.3.0",
  "summary": {"title": "Bank", "owner": "Ada", "description": "", "id": 7},
  "detail": {"contributors": [], "reviewer": "", "diagramTop": 2, "threatTop": 9, "diagrams": [
    {"id": 0, "title": "Transfer", "diagramType": "LINDDUN", "version": "2.3.0", "thumbnail": "x", "description": "How money moves", "cells": [
      {"id": "a", "shape": "actor", "zIndex": 1, "data": {"type": "tm.Actor", "name": "Customer", "hasOpenThreats": false}},
      {"id": "p", "shape": "process", "zIndex": 2, "data": {"type": "tm.Process", "name": "Transfer", "hasOpenThreats": true, "threats": [
        {"id": "1", "title": "Linked", "status": "Accepted", "severity": "TBD", "type": "Linkability", "description": "x", "mitigation": "We live with it", "modelType": "LINDDUN", "number": 1, "score": ""},
        {"id": "2", "title": "Gone", "status": "NotApplicable", "severity": "High", "type": "Detectability", "description": "x", "mitigation": "No logs", "number": 2, "score": "9.1"},
        {"id": "3", "title": "New LINDDUN threat", "status": "Open", "severity": "TBD", "type": "Unawareness", "description": "Provide a description for this threat", "mitigation": "Provide remediation for this threat or a reason if status is N/A", "new": true, "number": 3, "score": "5.5"},
        {"id": "4", "title": "Copied", "status": "Mitigated", "severity": "Critical", "type": "Identifiability", "description": "x", "mitigation": "", "number": 4}]}},
      {"id": "t", "shape": "td-text-block", "zIndex": 3, "data": {"type": "tm.Text", "name": "A note", "hasOpenThreats": false}},
      {"id": "f", "shape": "flow", "zIndex": 4, "source": {"cell": "a"}, "target": {"cell": "p"}, "data": {"type": "tm.Flow", "name": "Send money", "hasOpenThreats": false, "isEncrypted": true}}
    ]},
    {"id": 1, "title": "Empty", "diagramType": "CIA", "version": "2.3.0", "thumbnail": "x", "cells": []},
    {"id": 2, "title": "At the cell", "diagramType": "EOP", "version": "2.3.0", "thumbnail": "x", "cells": [
      {"id": "c", "shape": "store", "zIndex": 1, "data": {"type": "tm.Store", "name": "Ledger", "hasOpenThreats": true}, "threats": [
        {"threatId": "9", "title": "Forged", "status": "Transferred", "severity": "High", "type": "Tampering", "description": "x", "mitigation": "Insured"}]},
      {"id": "b", "shape": "trust-boundary-curve", "zIndex": 1, "data": {"type": "tm.Boundary", "isTrustBoundary": true, "hasOpenThreats": false}}]}
  ]}
}"#;

pub(crate) const THREAGILE: &str = r#"
threagile_version: 1.0.0
title: Clinic
date: 2020-07-01
author: { name: Ada, homepage: www.example.com }
business_criticality: critical
business_overview: { description: "Book <b>dates</b>", images: [ { a.png: A picture } ] }
questions:
  Who patches the servers?: ""
  Who reads the logs?: Nobody
abuse_cases:
  Denial of Service: As a hacker I want to stop the clinic.
  Nosy Neighbour: A malicious admin reads my file.
security_requirements:
  EU-GDPR: Mandatory
tags_available: [linux, aws]
includes: [more.yaml]
data_assets:
  Patient File: &file
    id: file
    description: What the doctor wrote
    usage: business
    confidentiality: strictly-confidential
    tags:
  Copy of it:
    <<: *file
    id: copy
    confidentiality: public
  Build Config: { id: build, description: Jobs, usage: devops, confidentiality: restricted }
technical_assets:
  Browser:
    id: browser
    used_as_client_by_human: true
    out_of_scope: true
    justification_out_of_scope: Owned by the patient
    communication_links:
      Booking: { target: web, protocol: https, data_assets_sent: [file, nothing], data_assets_received: [copy] }
  Web:
    id: web
    type: process
    communication_links:
      Query: { target: db, protocol: jdbc }
  DB: { id: db, type: datastore, out_of_scope: true, justification_out_of_scope: Hosted, communication_links: }
trust_boundaries:
  Net: { id: net, type: network-cloud-provider, technical_assets_inside: [web] }
shared_runtimes:
  VM: { id: vm, technical_assets_running: [web] }
individual_risk_categories:
  Odd:
    id: odd
    impact: It hurts
    mitigation: Mend it
    stride: repudiation
    cwe: 693
    risks_identified:
      <b>Odd</b> at <b>Web</b>: { severity: critical, exploitation_impact: high, most_relevant_technical_asset: web }
      <b>Odd</b> at <b>DB</b>: { severity: medium, most_relevant_technical_asset: db }
  Unseen: { id: unseen, risks_identified: }
custom_risk_categories:
  - { id: listed, title: Listed, mitigation: Tidy, stride: spoofing, risks_identified: { At once: { exploitation_impact: very-high } } }
risk_tracking:
  odd@web: { status: mitigated, justification: Mended, ticket: A-1, date: 2020-01-04, checked_by: Ada }
  odd@db: { status: false-positive, justification: Not there }
  missing-hardening@*: { status: accepted, justification: Too dear, ticket: A-2, checked_by: Ada }
  unencrypted-asset@web: { status: in-progress, justification: Encrypting }
  ldap-injection@db@*: { status: mitigated, justification: Escaped }
  sql-injection@db: { status: unchecked }
  xss@web: { status: false-positive, justification: No HTML }
"#;

pub(crate) const THREAT_COMPOSER: &str = r##"{
  "schema": 1,
  "applicationInfo": {"name": "Composer", "description": "# Words"},
  "architecture": {"image": "data:image/png;base64,AAAA", "description": "Boxes"},
  "dataflow": {},
  "assumptions": [{"id": "a1", "numericId": 1, "displayOrder": 1, "content": "Laptops are locked", "metadata": []}],
  "mitigations": [
    {"id": "m1", "numericId": 1, "content": "Check the schema", "status": "mitigationResolved", "metadata": [{"key": "Comments", "value": "In code"}]},
    {"id": "m2", "numericId": 2, "content": "Scan the code", "status": "mitigationIdentified", "tags": ["x"]},
    {"id": "m3", "numericId": 3, "content": "Do nothing", "status": "mitigationResolvedWillNotAction"},
    {"id": "m4", "numericId": 4, "content": "Unsaid"},
    {"id": "m5", "numericId": 5, "content": "In place for nothing", "status": "mitigationResolved"}
  ],
  "assumptionLinks": [{"type": "Threat", "assumptionId": "a1", "linkedId": "t1"}, {"type": "Mitigation", "assumptionId": "a1", "linkedId": "m1"}, {"type": "Threat", "assumptionId": "a7", "linkedId": "t1"}],
  "mitigationLinks": [{"mitigationId": "m1", "linkedId": "t1"}, {"mitigationId": "m2", "linkedId": "t2"}, {"mitigationId": "m3", "linkedId": "t2"}, {"mitigationId": "m4", "linkedId": "t3"}, {"mitigationId": "m1", "linkedId": "gone"}],
  "threats": [
    {"id": "t1", "numericId": 1, "displayOrder": 1, "metadata": [{"key": "Priority", "value": "High"}, {"key": "STRIDE", "value": ["T", "I"]}], "tags": ["import"],
     "threatSource": "external threat actor", "prerequisites": "with a file", "threatAction": "import nonsense", "threatImpact": "confusion", "impactedGoal": ["integrity"], "impactedAssets": ["user credentials", "source code"],
     "statement": "An external threat actor with a file can import nonsense", "displayedStatement": ["An ", {"type": "b", "content": "x"}], "status": "threatResolved"},
    {"id": "t2", "numericId": 2, "threatSource": "internal threat actor", "threatAction": "read everything", "impactedAssets": ["user credentials"], "status": "threatIdentified", "metadata": [{"key": "STRIDE", "value": ["I"]}]},
    {"id": "t3", "numericId": 3, "statement": "Something happens", "metadata": []},
    {"id": "t4", "numericId": 4, "statement": "Of no use", "status": "threatResolvedNotUseful", "metadata": [{"key": "Comments", "value": "Not ours"}]},
    {"id": "t5", "numericId": 5}
  ]
}"##;

pub(crate) const OWASP_LIBRARY: &str = r#"{
  "$schema": "https://github.com/OWASP/www-project-threat-model-library/blob/v1.0.2/threat-model.schema.json",
  "version": "1.0", "frozen": false, "reviewed_at": "2025-12-05", "description": "A wallet",
  "scope": {"title": "Wallet", "description": "All", "business_criticality": "high", "data_sensitivity": ["cred"], "exposure": "external", "tier": "business_critical"},
  "diagrams": [{"title": "DFD", "type": "mermaid", "source": "flowchart LR"}],
  "trust_zones": [{"symbolic_name": "z1", "title": "Device", "description": "x"}],
  "trust_boundaries": [{"trust_zone_a": "z1", "trust_zone_b": "z2", "authentication_methods": ["password"]}],
  "actors": [{"symbolic_name": "me", "title": "Owner", "type": "user", "description": "x", "trust_zone": "z1"}, {"symbolic_name": "bank", "title": "Bank", "type": "third_party", "description": "x", "trust_zone": "z1"}],
  "components": [{"symbolic_name": "app", "title": "App", "description": "x", "trust_zone": "z1"}, {"symbolic_name": "node", "title": "Node", "description": "x", "trust_zone": "z1"}],
  "data_stores": [{"symbolic_name": "file", "title": "Wallet file", "description": "x", "type": "document", "trust_zone": "z1"}],
  "data_sets": [{"symbolic_name": "keys", "title": "Keys", "description": "x", "placements": [{"data_store": "file", "encrypted": true}], "data_sensitivity": ["cred"]}, {"symbolic_name": "log", "title": "Trades", "description": "x", "placements": [], "data_sensitivity": ["biz"]}],
  "data_flows": [{"symbolic_name": "f1", "title": "Owner to app", "description": "I open the app", "source": {"type": "actor", "object": "me"}, "destination": {"type": "component", "object": "app"}, "has_sensitive_data": true, "encrypted": true},
                 {"symbolic_name": "f2", "title": "App to node", "description": "x", "source": {"type": "component", "object": "app"}, "destination": {"type": "component", "object": "node"}, "has_sensitive_data": false, "encrypted": true}],
  "assumptions": [{"description": "TLS", "validity": "confirmed"}, {"description": "Locked", "validity": "unconfirmed"}, {"description": "Wrong", "validity": "rejected", "topics": ["x"]}],
  "threat_personas": [{"symbolic_name": "in", "title": "Colleague", "description": "x", "is_person": true, "skill_level": "insider", "access_level": "admin", "malicious_intent": true, "applicability_to_org": "high"}],
  "threats": [
    {"symbolic_name": "t1", "title": "Theft", "description": "The file is taken", "components_affected": ["file", "app"], "threat_persona": "in", "event": "x", "sources": ["adversary"], "weaknesses": [{"cwe_id": 312, "cwe_title": "x"}], "attack_mechanisms": [{"capec_id": 100}]},
    {"symbolic_name": "t2", "title": "Loss", "description": "The phone falls into the sea", "components_affected": ["nowhere"], "event": "x", "sources": ["human_error"]},
    {"symbolic_name": "t3", "title": "Delay", "description": "It takes long", "components_affected": ["node"], "event": "x", "sources": ["failure"]}
  ],
  "controls": [
    {"symbolic_name": "c1", "title": "Encrypt", "description": "The file is encrypted", "threats": ["t1"], "status": "active", "priority": "high"},
    {"symbolic_name": "c2", "title": "Back up", "description": "x", "threats": ["t2", "t9"], "status": "suggested", "priority": "none"},
    {"symbolic_name": "c3", "title": "Assume", "description": "x", "threats": ["t3"], "status": "assumed", "priority": "low"},
    {"symbolic_name": "c4", "title": "Old", "description": "x", "threats": ["t1"], "status": "retired", "priority": "low", "trust_boundary": {"trust_zone_a": "z1", "trust_zone_b": "z2"}},
    {"symbolic_name": "c5", "title": "For nothing", "description": "x", "threats": [], "status": "active", "priority": "low"}
  ],
  "risks": [
    {"symbolic_name": "r1", "title": "Theft of money", "description": "x", "threats": ["t1"], "likelihood": "rare", "impact": "severe", "impact_description": "All of it", "score": 10, "level": "high"},
    {"symbolic_name": "r2", "title": "Nothing", "description": "x", "threats": [], "likelihood": "rare", "impact": "minor", "impact_description": "x", "score": 1, "level": "low"},
    {"symbolic_name": "r3", "title": "Odd", "description": "x", "threats": ["t3"], "likelihood": "rare", "impact": "strange"}
  ],
  "mitigation_plans": [{"risk": "r1", "controls": ["c2"]}],
  "extensions": {"x": 1}
}"#;

pub(crate) const OPENAPI: &str = r##"{
  "openapi": "3.1.0",
  "info": {"title": "Shop API", "version": "1", "description": "Buy things", "contact": {"email": "a@example.com"}},
  "servers": [{"url": "https://{region}.example.com/v1/", "variables": {"region": {"default": "eu"}}}, {"url": "http://localhost"}],
  "tags": [{"name": "Check out"}, {"name": "Nobody"}],
  "security": [{"bearer": []}],
  "paths": {
    "/pay": {"parameters": [{"name": "Trace-Id", "in": "header", "schema": {"type": "string"}}],
      "post": {"operationId": "payOrder", "summary": "I pay for my basket.", "tags": ["Check out"],
        "parameters": [{"$ref": "#/components/parameters/Coupon"}],
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pay"}}}},
        "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Receipt"}}}}}},
      "options": {"responses": {}}},
    "/orders/{id}": {"get": {"deprecated": true, "responses": {}}, "trace": {"responses": {}}, "servers": [{"url": "/v2"}]},
    "/odd path": {"put": {"operationId": "odd", "requestBody": {"$ref": "#/components/requestBodies/Odd"}}},
    "/nothing": {"parameters": [{"name": "x", "in": "query"}]},
    "/shared": {"$ref": "#/components/pathItems/Shared"},
    "x-note": "nothing"
  },
  "webhooks": {"paid": {"post": {"responses": {}}}},
  "components": {
    "schemas": {
      "Pay": {"allOf": [{"$ref": "#/components/schemas/Person"}, {"properties": {
        "cardNumber": {"type": "string", "x-data-classification": "pci"},
        "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
        "secretAnswer": {"type": "string"},
        "paid": {"readOnly": true, "x-data-classification": "public"}}}]},
      "Person": {"properties": {"email": {"$ref": "#/components/schemas/Email"}, "again": {"$ref": "#/components/schemas/Person"}}},
      "Email": {"type": "string", "x-data-classification": ["PII", "confidential"]},
      "Line": {"properties": {"sku": {"type": "string"}, "note": {"x-data-classification": {"level": "internal"}}}},
      "Receipt": {"properties": {"iban": {"x-data-classification": "financial"}}}
    },
    "parameters": {"Coupon": {"name": "coupon", "in": "query", "x-data-classification": "public"}},
    "requestBodies": {"Odd": {"content": {"text/plain": {"schema": {"type": "string", "x-data-classification": "phi"}}}}},
    "pathItems": {"Shared": {"get": {"operationId": "shared", "x-data-classification": "secret"}}},
    "responses": {"Error": {"description": "x"}},
    "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}
  }
}"##;
