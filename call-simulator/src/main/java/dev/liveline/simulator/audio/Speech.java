package dev.liveline.simulator.audio;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Sound that passes for speech on a telephone: voiced syllables with a melody, consonant noise and pauses between words, made
/// from a text without any program or file. The same text gives the same sound.
public final class Speech {

    private static final int MILLIS_PER_WORD = 400;
    /// The first two resonances of a few vowels, in hertz.
    private static final int[][] VOWELS = { { 730, 1090 }, { 530, 1840 }, { 270, 2290 }, { 570, 840 }, { 300, 870 } };

    private Speech() {}

    /// The sound of a text, as mu-law frames of 20 ms.
    ///
    /// @param pitch of the voice in hertz; about 110 for a low one and 210 for a high one
    public static List<byte[]> frames(String text, int pitch) {
        return frames(text, pitch, MILLIS_PER_WORD * text.strip().split("\\s+").length);
    }

    /// The sound of a text spoken in that time.
    public static List<byte[]> frames(String text, int pitch, int millis) {
        var words = text.strip().split("\\s+");
        int samplesPerWord = MuLaw.SAMPLES_PER_SECOND / 1000 * millis / words.length;
        var sound = new byte[words.length * samplesPerWord];
        for (int i = 0; i < words.length; i++) {
            speak(words[i].toLowerCase(Locale.ROOT), pitch, sound, i * samplesPerWord, samplesPerWord);
        }
        var frames = new ArrayList<byte[]>();
        for (int at = 0; at + MuLaw.FRAME <= sound.length; at += MuLaw.FRAME) {
            var frame = new byte[MuLaw.FRAME];
            System.arraycopy(sound, at, frame, 0, MuLaw.FRAME);
            frames.add(frame);
        }
        return frames;
    }

    private static void speak(String word, int pitch, byte[] sound, int start, int length) {
        int syllables = Math.max(1, (word.length() + 1) / 3);
        int noise = word.hashCode() | 1;
        for (int i = 0; i < length; i++) {
            double part = (double) i / length;
            // The last tenth is the pause between words; consonants are noise at the edges of each syllable.
            double within = part * syllables / 0.9 % 1;
            double envelope = part > 0.9 ? 0.02 : Math.max(0.25, Math.sin(Math.PI * within));
            var vowel = VOWELS[Math.floorMod(word.charAt(Math.min(word.length() - 1, (int) (part * word.length()))),
                    VOWELS.length)];
            double seconds = (double) (start + i) / MuLaw.SAMPLES_PER_SECOND;
            double melody = pitch * (1 + 0.08 * Math.sin(2 * Math.PI * 1.3 * seconds));
            double voiced = Math.sin(2 * Math.PI * melody * seconds) + 0.6 * Math.sin(2 * Math.PI * vowel[0] * seconds)
                    + 0.3 * Math.sin(2 * Math.PI * vowel[1] * seconds);
            noise = noise * 1_103_515_245 + 12_345;
            double fricative = within < 0.15 ? (noise >> 16) / 32_768.0 : 0;
            sound[start + i] = MuLaw.encode((int) (5000 * envelope * (voiced + fricative)));
        }
    }
}
