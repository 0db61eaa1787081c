package dev.liveline.router.bridge.media;

import java.util.Arrays;

import dev.liveline.router.bridge.media.FrameQueue.Frame;

/// The assistant's audio on its way to the caller: sent as it comes while the far end has less than a small lead to play, else held back, so
/// that little is lost in the far end's buffer when the caller barges in. Bounded: over the bound the oldest goes, being the most out of
/// date.
///
/// Silence between utterances is passed on only while the far end has little to play: a platform that sends silence without a pause would
/// otherwise keep every delay it once had, for the rest of the call.
///
/// A mark goes out before an utterance, after each second of it, and at its end.
public final class AssistantPlayout {

    private static final int MARK_EVERY_MILLIS = 1_000;
    /// The far end plays a little later than it was sent to; pending marks tell, but not for longer than this.
    private static final long ECHO_GRACE_MICROS = 500_000;

    private final ToCaller out;
    private final FrameQueue queue;
    private final long leadMicros;
    private final PlayedMarks marks = new PlayedMarks();

    private int utterance;
    private int sentBytes;
    private int markAtMillis;
    private boolean endAsked;
    private boolean ended;
    private long playsUntil;
    private long soundsUntil;
    private long sent;
    private long skipped;

    /// @param leadMicros  how much audio the far end is given ahead of what it plays
    /// @param boundMillis how much audio may wait here
    public AssistantPlayout(ToCaller out, long leadMicros, int boundMillis, long nowMicros) {
        this.out = out;
        this.queue = new FrameQueue(boundMillis);
        this.leadMicros = leadMicros;
        this.playsUntil = nowMicros;
        this.soundsUntil = nowMicros;
    }

    /// @param ofUtterance ordinal of the utterance, 0 for sound or silence between them
    public void offer(byte[] audio, int ofUtterance, boolean sounds, long nowMicros) {
        if (ofUtterance == 0 && !sounds && (!queue.isEmpty() || playsUntil - nowMicros > leadMicros / 2)) {
            skipped++;
            return;
        }
        if (audio.length <= MuLaw.FRAME_BYTES) {
            queue.add(new Frame(audio, nowMicros, ofUtterance, sounds));
        } else {
            for (int from = 0; from < audio.length; from += MuLaw.FRAME_BYTES) {
                byte[] part = Arrays.copyOfRange(audio, from, Math.min(audio.length, from + MuLaw.FRAME_BYTES));
                queue.add(new Frame(part, nowMicros, ofUtterance, sounds));
            }
        }
        drain(nowMicros);
    }

    /// To be called each 20 ms, and when the connection takes audio again.
    public void drain(long nowMicros) {
        Frame next;
        while ((next = queue.peek()) != null && playsUntil - nowMicros < leadMicros && !out.isFull()) {
            queue.poll();
            send(next, nowMicros);
        }
        if (endAsked && queue.isEmpty()) {
            end();
        }
    }

    /// No more of the utterance will come: its end is marked once the last of it has been sent.
    public void endOfUtterance() {
        endAsked = true;
        if (queue.isEmpty()) {
            end();
        }
    }

    public void echoed(String mark, long nowMicros) {
        marks.echoed(mark, nowMicros);
    }

    /// Whether the caller hears the assistant, or is about to.
    public boolean isSounding(long nowMicros) {
        return queue.sounds() || soundsUntil > nowMicros
                || !marks.areAllEchoed() && soundsUntil + ECHO_GRACE_MICROS > nowMicros;
    }

    /// Whether everything has been heard, as far as marks and time can tell.
    public boolean isPlayedOut(long nowMicros) {
        return queue.isEmpty() && playsUntil <= nowMicros
                && (marks.areAllEchoed() || playsUntil + ECHO_GRACE_MICROS <= nowMicros);
    }

    /// Forgets what waits here and at the far end.
    ///
    /// @return how much of the utterance had been heard in milliseconds, -1 if unknown
    public int flush(long nowMicros) {
        int heard = marks.heardMillis(utterance, sentBytes / MuLaw.BYTES_PER_MILLI, nowMicros);
        queue.clear();
        marks.clear();
        out.clear();
        utterance = 0;
        endAsked = false;
        playsUntil = nowMicros;
        soundsUntil = nowMicros;
        return heard;
    }

    /// Frames that went to the caller.
    public long sent() {
        return sent;
    }

    /// Pieces of silence between utterances that were left out.
    public long skipped() {
        return skipped;
    }

    /// Frames lost because too many waited.
    public long pushedOut() {
        return queue.pushedOut();
    }

    public int highWaterMillis() {
        return queue.highWaterMillis();
    }

    /// Echoes of marks that proved nothing, being older than the last flush.
    public long staleEchoes() {
        return marks.stale();
    }

    private void send(Frame frame, long nowMicros) {
        boolean counts = frame.utterance() > 0;
        if (counts && frame.utterance() != utterance) {
            end();
            begin(frame.utterance());
        }
        out.audio(frame.audio(), nowMicros - frame.arrivedMicros());
        sent++;
        playsUntil = Math.max(playsUntil, nowMicros) + MuLaw.micros(frame.audio().length);
        if (frame.sounds()) {
            soundsUntil = playsUntil;
        }
        if (counts) {
            ended = false;
            sentBytes += frame.audio().length;
            int millis = sentBytes / MuLaw.BYTES_PER_MILLI;
            if (millis >= markAtMillis) {
                mark(millis);
            }
        }
    }

    private void begin(int newUtterance) {
        utterance = newUtterance;
        sentBytes = 0;
        mark(0);
    }

    private void end() {
        endAsked = false;
        if (utterance > 0 && !ended) {
            ended = true;
            mark(sentBytes / MuLaw.BYTES_PER_MILLI);
        }
    }

    private void mark(int millis) {
        markAtMillis = millis + MARK_EVERY_MILLIS;
        out.mark(marks.next(utterance, millis));
    }
}
