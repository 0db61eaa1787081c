/// Trees as they come and go: Vapi's bodies stay [com.fasterxml.jackson.databind.JsonNode] from edge to edge, so that fields and numbers we
/// do not know pass through unharmed. Start with [dev.liveline.admin.json.Trees] (reading, comparing, patching by pointer) and
/// [dev.liveline.admin.json.Secrets] (what goes in and never comes out).
package dev.liveline.admin.json;
