/// What the outside calls: Twilio's webhooks, Vapi's questions, and the REST of people. A resource verifies, reads, hands on and answers; what
/// happens is decided in `answer` and `control`.
@NullMarked
package dev.liveline.router.web;

import org.jspecify.annotations.NullMarked;
