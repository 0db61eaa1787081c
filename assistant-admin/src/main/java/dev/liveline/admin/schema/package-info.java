/// What Vapi takes, as far as lint looks: `shapes.txt` is a table of field names, kinds, ranges and short enumerations, `names.txt` has the names
/// of languages, models and voices. Both are derived from the official OpenAPI document of 2026-08-18 by `ShapesTest` (which fails when they
/// differ from it, and is skipped where the document is absent). [dev.liveline.admin.schema.Shapes] reads it and compares.
package dev.liveline.admin.schema;
