package dev.liveline.transcript.call;

/// Something worth counting that a fact showed; for metrics only, nothing depends on it.
public sealed interface Measure {

    /// From the caller's final to the assistant speaking.
    record ResponseLatency(long ms) implements Measure {}

    /// From the last partial of an utterance to its final.
    record FinalLag(long ms) implements Measure {}

    record BargedIn(String source) implements Measure {}

    /// Something that was told too late, or again, or to no purpose, and made no event.
    record Dropped(String why) implements Measure {}

    /// A call ended.
    ///
    /// @param family            see [EndingFamily]
    /// @param normalisedErasure of its captions
    record Ended(EndingFamily family, double normalisedErasure) implements Measure {}

    record Opened() implements Measure {}
}
