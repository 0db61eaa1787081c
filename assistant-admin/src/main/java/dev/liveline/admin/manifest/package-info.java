/// Assistants, phone numbers and tools as files: reading documents, and names in place of ids. Pure. Start with
/// [dev.liveline.admin.manifest.ManifestReader].
package dev.liveline.admin.manifest;
