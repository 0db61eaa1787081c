/// Who gets in: start at [dev.liveline.hub.access.Gate]. Tokens are checked by Quarkus; here are tickets for browsers, the Origin check, the
/// caps on connections, and withdrawn authorisation. Every refusal says as little as possible, and never what exists.
@NullMarked
package dev.liveline.hub.access;

import org.jspecify.annotations.NullMarked;
