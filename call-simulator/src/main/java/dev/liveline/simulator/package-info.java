/// The stand-in clouds as one program, [dev.liveline.simulator.Clouds], for services started elsewhere. Start here to see how the parts go
/// together: conversations (`scenario`), the clouds (`vapi`, `twilio`, on `cloud` and `audio`), clients (`drive`), and what is built on them (`stack`, `demo`, `bench`).
package dev.liveline.simulator;
