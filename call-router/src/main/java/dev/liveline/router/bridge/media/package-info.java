/// A bridged call's audio, without sockets and without a clock: start here.
///
/// [dev.liveline.router.bridge.media.BridgedAudio] is one call. Its caller's audio goes through
/// [dev.liveline.router.bridge.media.Reception] (what was lost, late, twice) and [dev.liveline.router.bridge.media.CallerPacing] (one frame
/// each 20 ms, silence where there is none) to the assistant; the assistant's audio goes through
/// [dev.liveline.router.bridge.media.AssistantPlayout] (a small lead over real time, marks) to the caller, unless
/// [dev.liveline.router.bridge.media.AssistantSpeech] says that it belongs to an utterance the caller has cut.
///
/// Time comes in as a number of microseconds of a clock that never goes back; what is to be sent goes out through
/// [dev.liveline.router.bridge.media.ToCaller] and [dev.liveline.router.bridge.media.ToAssistant]. Everything here belongs to one thread.
@NullMarked
package dev.liveline.router.bridge.media;

import org.jspecify.annotations.NullMarked;
