/// `liveline assistants plan|apply|drift|rollback`: a client of the REST API for shells and CI jobs. Needs nothing but the JDK and this
/// package's classes. Start with [dev.liveline.admin.shell.AssistantsCommand].
package dev.liveline.admin.shell;
