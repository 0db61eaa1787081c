/// A stand-in for the Twilio cloud: it places calls by signed webhooks, checks and follows the TwiML it is answered, speaks the
/// Media Streams protocol, and has the REST API that changes live calls.
///
/// Start at [TwilioCloud]; it is configured by [TwilioOptions]. A [PhoneCall] is one leg. [TwimlRules] says what is wrong with a
/// document and needs no cloud; so does [TwilioSignature]. Callees are scripted as [Callee]s.
package dev.liveline.simulator.twilio;
