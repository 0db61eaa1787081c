/// Twilio's Media Streams protocol, as text in and text out: [dev.liveline.router.bridge.twilio.StreamReader] and
/// [dev.liveline.router.bridge.twilio.StreamWriter]. Fifty messages a second and direction: no JSON trees, base64 straight to bytes.
@NullMarked
package dev.liveline.router.bridge.twilio;

import org.jspecify.annotations.NullMarked;
