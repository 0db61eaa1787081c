/// Vapi's REST for calls: placing one, asking after one, steering one. Start at [dev.liveline.router.vapi.VapiCalls]. It knows nothing of the
/// rest of the router.
@NullMarked
package dev.liveline.router.vapi;

import org.jspecify.annotations.NullMarked;
