/// One resource, written with all that belongs to a write: wiring, lint, versions, idempotency, and the notice to call-router.
/// Start with [dev.liveline.admin.catalogue.Catalogue].
package dev.liveline.admin.catalogue;
