/// How assistants are configured at Vapi: CRUD, lint, presets, manifests, drift, rollback, phone numbers.
///
/// Start here: [dev.liveline.admin.api] takes requests, [dev.liveline.admin.catalogue] writes one resource with all that belongs to a write,
/// [dev.liveline.admin.apply] writes many. Pure and without framework: `json`, `schema`, `lint`, `wiring`, `manifest`, `plan`.
/// Only [dev.liveline.admin.vapi] speaks to Vapi.
package dev.liveline.admin;
