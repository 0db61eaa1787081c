package dev.liveline.router.bridge.media;

import java.util.Arrays;

import dev.liveline.router.bridge.media.FrameQueue.Frame;

/// The caller's audio on its way to the assistant: frames of exactly 20 ms, in order, in real time, and silence where the caller's side is
/// silent, so that the stream never stops.
///
/// The caller's own frames are the clock: each goes on at once, and the 20 ms timer only fills and drains. An allowance keeps bursts from
/// going through: it is worth [#BURST_MICROS] of audio and grows back at four times real time, so that a backlog is gone in a third of its length (a
/// permanent backlog would be a permanent delay) and jitter after a burst costs nothing. What must wait, also because the connection takes
/// nothing, waits in a bounded queue.
public final class CallerPacing {

    private static final long BURST_MICROS = 3 * MuLaw.FRAME_MICROS;
    private static final int GROWTH = 4;
    /// A timer that comes later than this says nothing about the caller's side: frames may lie unread in the socket.
    private static final long TICK_IS_LATE_MICROS = 2 * MuLaw.FRAME_MICROS;

    private final ToAssistant out;
    private final FrameQueue queue;
    private final long silenceAfterMicros;
    private final byte[] part = new byte[MuLaw.FRAME_BYTES];
    private int partLength;
    /// Audio that may go out at once, in microseconds, as of `allowanceAt`.
    private long allowance = BURST_MICROS;
    private long allowanceAt;
    /// When the next frame is to go out in real time; behind by more than the limit, it is silence.
    private long due;
    private long lastTick;
    private final WaitTimes waits = new WaitTimes();
    private long sent;
    private long filled;

    /// @param silenceAfterMicros how long the caller's side may be behind before silence goes in place of its audio
    /// @param boundMillis        how much audio may wait
    public CallerPacing(ToAssistant out, long silenceAfterMicros, int boundMillis, long nowMicros) {
        this.out = out;
        this.queue = new FrameQueue(boundMillis);
        this.silenceAfterMicros = silenceAfterMicros;
        this.allowanceAt = nowMicros;
        this.due = nowMicros;
        this.lastTick = nowMicros;
    }

    /// Audio of any length; what does not fill a frame waits for more.
    public void offer(byte[] audio, long nowMicros) {
        if (partLength == 0 && audio.length == MuLaw.FRAME_BYTES) {
            offerFrame(audio, nowMicros);
            return;
        }
        int from = 0;
        while (from < audio.length) {
            int length = Math.min(MuLaw.FRAME_BYTES - partLength, audio.length - from);
            System.arraycopy(audio, from, part, partLength, length);
            partLength += length;
            from += length;
            if (partLength == MuLaw.FRAME_BYTES) {
                partLength = 0;
                offerFrame(part.clone(), nowMicros);
            }
        }
    }

    /// To be called each 20 ms.
    public void tick(long nowMicros) {
        boolean late = nowMicros - lastTick > TICK_IS_LATE_MICROS;
        lastTick = nowMicros;
        while (!queue.isEmpty() && mayGo(nowMicros)) {
            Frame frame = queue.poll();
            waits.add(nowMicros - frame.arrivedMicros());
            send(frame.audio(), nowMicros - frame.arrivedMicros(), nowMicros);
        }
        if (out.isFull() || late) {
            due = Math.max(due, nowMicros - silenceAfterMicros);
        } else if (queue.isEmpty() && nowMicros - due >= silenceAfterMicros) {
            filled++;
            send(fill(), 0, nowMicros);
        }
    }

    /// Frames that went to the assistant, silence included.
    public long sent() {
        return sent;
    }

    /// Frames of silence in place of audio that was not there.
    public long filled() {
        return filled;
    }

    /// Frames lost because too many waited.
    public long pushedOut() {
        return queue.pushedOut();
    }

    /// 99 of 100 frames waited no longer than this since it was last asked.
    public double takeLatencyMillis() {
        double millis = waits.quantileMillis(0.99);
        waits.reset();
        return millis;
    }

    public int highWaterMillis() {
        return queue.highWaterMillis();
    }

    private void offerFrame(byte[] frame, long nowMicros) {
        if (queue.isEmpty() && mayGo(nowMicros)) {
            waits.add(0);
            send(frame, 0, nowMicros);
        } else {
            queue.add(new Frame(frame, nowMicros, 0, true));
        }
    }

    private boolean mayGo(long nowMicros) {
        allowance = Math.min(BURST_MICROS, allowance + GROWTH * (nowMicros - allowanceAt));
        allowanceAt = nowMicros;
        return allowance >= MuLaw.FRAME_MICROS && !out.isFull();
    }

    private void send(byte[] frame, long waitedMicros, long nowMicros) {
        out.audio(frame, waitedMicros);
        sent++;
        allowance -= MuLaw.FRAME_MICROS;
        due = Math.clamp(due + MuLaw.FRAME_MICROS, nowMicros - silenceAfterMicros, nowMicros + MuLaw.FRAME_MICROS);
    }

    /// The rest of a frame that never became whole comes first.
    private byte[] fill() {
        byte[] frame = MuLaw.silentFrame();
        System.arraycopy(part, 0, frame, 0, partLength);
        partLength = 0;
        Arrays.fill(part, MuLaw.SILENCE);
        return frame;
    }
}
