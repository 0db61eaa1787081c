package dev.liveline.router.bridge.media;

/// Hears by loudness alone when the caller begins to speak: for platforms that tell it late or not at all. Off unless configured: a noisy
/// line sounds like a speaker to it.
public final class CallerVoice {

    private final double thresholdDecibels;
    private final int neededMillis;
    private int loudMillis;
    private boolean speaking;

    /// @param thresholdDecibels of full scale, negative
    /// @param neededMillis      how long it must be loud; single quiet frames in between are forgiven
    public CallerVoice(double thresholdDecibels, int neededMillis) {
        this.thresholdDecibels = thresholdDecibels;
        this.neededMillis = neededMillis;
    }

    /// @return whether speech begins with this piece of audio
    public boolean begins(byte[] audio) {
        int millis = audio.length / MuLaw.BYTES_PER_MILLI;
        if (MuLaw.level(audio) >= thresholdDecibels) {
            loudMillis = Math.min(2 * neededMillis, loudMillis + millis);
        } else {
            loudMillis = Math.max(0, loudMillis - millis);
        }
        if (loudMillis == 0) {
            speaking = false;
        }
        if (speaking || loudMillis < neededMillis) {
            return false;
        }
        speaking = true;
        return true;
    }
}
