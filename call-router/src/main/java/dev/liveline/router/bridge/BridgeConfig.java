package dev.liveline.router.bridge;

import java.time.Duration;
import java.util.OptionalDouble;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// The media bridge's configuration; docs/media-bridge.md says how the numbers were chosen.
@ConfigMapping(prefix = "liveline.bridge")
public interface BridgeConfig {

    /// Calls bridged by one replica at once; a further one gets 503 at its socket, and with it the number's fallback.
    @WithDefault("500")
    int maxCalls();

    /// How long the caller's side may be behind before silence goes to the assistant in its place.
    @WithDefault("60ms")
    Duration silenceAfter();

    /// How much of the caller's audio may wait for the assistant's side; over it the oldest is dropped. What waits is made up for at four
    /// times real time, so a long wait is no lasting delay.
    @WithDefault("10s")
    Duration callerBound();

    /// How much of the assistant's audio Twilio is given ahead of what it plays.
    @WithDefault("200ms")
    Duration lead();

    /// How much of the assistant's audio may wait; over it the oldest is dropped.
    @WithDefault("30s")
    Duration assistantBound();

    BargeIns bargeIn();

    /// A media socket whose stream has not started by then is closed.
    @WithDefault("5s")
    Duration startWithin();

    /// A caller who was led to the bridge and has opened no media socket by then never will: Vapi's call is ended.
    @WithDefault("30s")
    Duration streamWithin();

    /// How long it may take to find out what call a stream is, and again how long for Vapi's socket to open.
    @WithDefault("5s")
    Duration connectWithin();

    /// How long the loss of Vapi's socket may be mended, waiting included. Over it the caller goes to the fallback.
    @WithDefault("6s")
    Duration reconnectWithin();

    /// A peer that has neither sent anything nor answered a ping for this long is gone.
    @WithDefault("30s")
    Duration deadAfter();

    /// How often a `media` event tells the quality.
    @WithDefault("5s")
    Duration reportEvery();

    /// Keys pressed one after the other within this time are told to the assistant together.
    @WithDefault("1500ms")
    Duration keypadPause();

    /// How long what the assistant said last may take to be heard, once it has hung up.
    @WithDefault("10s")
    Duration lastWords();

    /// How long calls go on that are bridged when the service is told to stop.
    @WithDefault("25s")
    Duration drain();

    interface BargeIns {

        /// Whether the caller's speech, as Vapi tells it, silences the assistant at once; else only Vapi's word that it was interrupted does.
        @WithDefault("true")
        boolean onSpeech();

        /// After a barge-in that Vapi does not confirm, the assistant is let through again if it has gone on talking for this long since the
        /// caller stopped; 0 for never.
        @WithDefault("2s")
        Duration falseAfter();

        /// Loudness in decibels of full scale, such as -35, from which we hear the caller speak by ourselves. Absent: we don't.
        OptionalDouble ownDetection();

        /// How long it must be so loud.
        @WithDefault("120ms")
        Duration ownDetectionFor();
    }
}
