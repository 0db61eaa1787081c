/// Conversations and what the Vapi cloud says about them, as pure data from a seed. Start here.
///
/// [ScenarioGenerator] makes a [ScriptedCall]; [Timeline] lays it out as the [TimedMessage]s a real call would cause;
/// [Fault]s turn that sequence into [Delivery]s (repeated, swapped, late, lost); [Outcome] says what a faithful
/// reader of the script, or of just what was delivered, ends up with. The same seed gives the same everything, on any
/// machine: no clock, no threads, no JSON (rendering is `dev.liveline.simulator.vapi.CallJson`).
package dev.liveline.simulator.scenario;
