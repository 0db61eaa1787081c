/// The only way to Vapi's REST API. [dev.liveline.admin.vapi.Vapi] is what the rest calls: it keeps to the rate limit, retries what is safe,
/// and turns refusals into problems that keep Vapi's words.
package dev.liveline.admin.vapi;
