/// Whether a message is Vapi's: four schemes over the raw body, constant time, closed when in doubt. Start at
/// [dev.liveline.edge.webhook.VapiAuthentication].
@NullMarked
package dev.liveline.edge.webhook;

import org.jspecify.annotations.NullMarked;
