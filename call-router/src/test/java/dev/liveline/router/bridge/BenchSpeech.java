package dev.liveline.router.bridge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

import dev.liveline.router.bridge.media.MuLaw;

/// Something said, as mu-law frames: by espeak-ng or flite where one is installed, else a tone that swells and fades.
final class BenchSpeech {

    private static final String TEXT = "Good morning, this is the support line. I have found your booking and can move it to Thursday.";
    private static final AudioFormat TELEPHONE = new AudioFormat(AudioFormat.Encoding.ULAW, 8_000, 8, 1, 1, 8_000, false);

    private BenchSpeech() {}

    static List<byte[]> frames() {
        for (String[] command : new String[][]{ { "espeak-ng", "--stdout", TEXT },
                { "flite", "-t", TEXT, "-o", "/dev/stdout" } }) {
            try {
                List<byte[]> frames = cut(spoken(command));
                System.out.println("Speech: " + command[0] + ", " + frames.size() * MuLaw.FRAME_MILLIS + " ms");
                return frames;
            } catch (IOException | UnsupportedAudioFileException notInstalled) {
                System.out.println("Speech: not by " + command[0] + " (" + notInstalled.getMessage() + ")");
            }
        }
        System.out.println("Speech: a tone");
        return cut(tone());
    }

    private static byte[] spoken(String... command) throws IOException, UnsupportedAudioFileException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (AudioInputStream wav = AudioSystem.getAudioInputStream(new BufferedInputStream(process.getInputStream()))) {
            AudioFormat linear = new AudioFormat(8_000, 16, 1, true, false);
            try (AudioInputStream narrow = AudioSystem.getAudioInputStream(linear, wav);
                    AudioInputStream telephone = AudioSystem.getAudioInputStream(TELEPHONE, narrow)) {
                return telephone.readAllBytes();
            }
        } finally {
            process.destroy();
        }
    }

    private static byte[] tone() {
        byte[] audio = new byte[5 * 8_000];
        for (int i = 0; i < audio.length; i++) {
            boolean high = i * 440 / 8_000 % 2 == 0;
            int loudness = 0x10 + i / 400 % 32;
            audio[i] = (byte) (high ? 0x80 | loudness : loudness);
        }
        return audio;
    }

    private static List<byte[]> cut(byte[] audio) {
        List<byte[]> frames = new ArrayList<>();
        for (int from = 0; from + MuLaw.FRAME_BYTES <= audio.length; from += MuLaw.FRAME_BYTES) {
            frames.add(Arrays.copyOfRange(audio, from, from + MuLaw.FRAME_BYTES));
        }
        return frames;
    }
}
