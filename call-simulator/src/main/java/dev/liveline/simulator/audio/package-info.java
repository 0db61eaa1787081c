/// Telephone sound without a sound card: G.711 mu-law at 8 kHz in frames of 20 ms (160 bytes), speech to fill them, and marks inside
/// the frames that let a test recognise each one at the far end. Start at [Speech] and [TaggedFrame].
package dev.liveline.simulator.audio;
