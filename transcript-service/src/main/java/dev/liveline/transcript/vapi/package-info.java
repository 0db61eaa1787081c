/// Vapi's server messages: where they come in ([dev.liveline.transcript.vapi.VapiWebhook]), how they are read
/// ([dev.liveline.transcript.vapi.VapiMessageReader]) and what they mean ([dev.liveline.transcript.vapi.VapiTranslation]). Provider words end
/// here.
@NullMarked
package dev.liveline.transcript.vapi;

import org.jspecify.annotations.NullMarked;
