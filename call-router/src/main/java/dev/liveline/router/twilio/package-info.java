/// Twilio's grammar, both directions: signatures and forms in ([dev.liveline.router.twilio.TwilioSignature]), TwiML
/// ([dev.liveline.router.twilio.CallerScript]) and REST ([dev.liveline.router.twilio.TwilioLegs]) out.
@NullMarked
package dev.liveline.router.twilio;

import org.jspecify.annotations.NullMarked;
