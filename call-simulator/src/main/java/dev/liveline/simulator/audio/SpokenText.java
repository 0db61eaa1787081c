package dev.liveline.simulator.audio;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/// A text spoken by a speech program of this machine, as mu-law frames of 20 ms; by [Speech] where there is none.
///
/// @param speaker the program that spoke, or `tones`
public record SpokenText(String speaker, List<byte[]> frames) {

    private static final AudioFormat LINEAR = new AudioFormat(MuLaw.SAMPLES_PER_SECOND, 16, 1, true, false);
    private static final AudioFormat TELEPHONE = new AudioFormat(AudioFormat.Encoding.ULAW, MuLaw.SAMPLES_PER_SECOND, 8, 1, 1,
            MuLaw.SAMPLES_PER_SECOND, false);
    private static final int PITCH = 180;

    /// By espeak-ng, else flite, else [Speech].
    public static SpokenText of(String text) {
        return by("espeak-ng", "--stdout", text).or(() -> by("flite", "-t", text, "-o", "/dev/stdout"))
            .orElseGet(() -> new SpokenText("tones", Speech.frames(text, PITCH)));
    }

    private static Optional<SpokenText> by(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        try {
            List<byte[]> frames = cut(output(command));
            return frames.isEmpty() ? Optional.empty() : Optional.of(new SpokenText(program, frames));
        } catch (IOException | UnsupportedAudioFileException notInstalled) {
            return Optional.empty();
        }
    }

    private static byte[] output(List<String> command) throws IOException, UnsupportedAudioFileException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (AudioInputStream wav = AudioSystem.getAudioInputStream(new BufferedInputStream(process.getInputStream()));
                AudioInputStream narrow = AudioSystem.getAudioInputStream(LINEAR, wav);
                AudioInputStream telephone = AudioSystem.getAudioInputStream(TELEPHONE, narrow)) {
            return telephone.readAllBytes();
        } finally {
            process.destroy();
        }
    }

    private static List<byte[]> cut(byte[] audio) {
        List<byte[]> frames = new ArrayList<>();
        for (int from = 0; from + MuLaw.FRAME <= audio.length; from += MuLaw.FRAME) {
            frames.add(Arrays.copyOfRange(audio, from, from + MuLaw.FRAME));
        }
        return frames;
    }
}
