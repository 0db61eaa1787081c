/// A stand-in for the Vapi cloud: its REST API, its live calls with control URLs and transports, and the signed server
/// messages a real call produces.
///
/// Start at [VapiCloud]; it is configured by [VapiOptions]. A [LiveCall] is one running call, driven by a script and
/// by what the control URL asks of it; calls are made in [LiveCalls], and come in by [Arrivals] or [CallApi]. [CallJson] renders messages in the exact shapes of Vapi's schemas, in any
/// [Dialect] seen in the field; [WebhookSigning] signs them. All state of a cloud lives on one event loop.
package dev.liveline.simulator.vapi;
