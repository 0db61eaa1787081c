/// What Vapi takes, as far as lint looks: `shapes.txt` is a table of field names, kinds, ranges and short enumerations, derived from the
/// official OpenAPI document by `ShapesTest` (which fails when the two differ). [dev.liveline.admin.schema.Shapes] reads it and compares.
package dev.liveline.admin.schema;
