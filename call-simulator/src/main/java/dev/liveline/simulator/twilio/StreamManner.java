package dev.liveline.simulator.twilio;

/// How a media stream behaves on its way: the start frame's format and what the network does to frames.
///
/// @param encoding and `sampleRate`, `channels`: what `start.mediaFormat` says; the sound is mu-law 8 kHz whatever it says
/// @param loseEvery every that many frames one is lost; 0 for none
/// @param repeatEvery every that many frames one is sent twice; 0 for none
/// @param swapEvery every that many frames one arrives after its successor; 0 for none
/// @param trailingSlash whether the handshake is signed for the URL with a slash appended, as Twilio sometimes does
/// @param badSignature whether the handshake is signed with another token
public record StreamManner(String encoding, int sampleRate, int channels, int loseEvery, int repeatEvery, int swapEvery,
        boolean trailingSlash, boolean badSignature) {

    /// As it should be.
    public static StreamManner clean() {
        return new StreamManner("audio/x-mulaw", 8000, 1, 0, 0, 0, false, false);
    }

    public StreamManner format(String otherEncoding, int otherRate) {
        return new StreamManner(otherEncoding, otherRate, channels, loseEvery, repeatEvery, swapEvery, trailingSlash,
                badSignature);
    }

    public StreamManner losing(int every) {
        return new StreamManner(encoding, sampleRate, channels, every, repeatEvery, swapEvery, trailingSlash, badSignature);
    }

    public StreamManner repeating(int every) {
        return new StreamManner(encoding, sampleRate, channels, loseEvery, every, swapEvery, trailingSlash, badSignature);
    }

    public StreamManner swapping(int every) {
        return new StreamManner(encoding, sampleRate, channels, loseEvery, repeatEvery, every, trailingSlash, badSignature);
    }

    public StreamManner signedWithSlash() {
        return new StreamManner(encoding, sampleRate, channels, loseEvery, repeatEvery, swapEvery, true, badSignature);
    }

    public StreamManner badlySigned() {
        return new StreamManner(encoding, sampleRate, channels, loseEvery, repeatEvery, swapEvery, trailingSlash, true);
    }
}
