/// A number bound in one call: imported at Vapi, pointed at call-router by Twilio, entered into call-router's table, as its mode wants.
/// Start with [dev.liveline.admin.binding.Bindings].
package dev.liveline.admin.binding;
