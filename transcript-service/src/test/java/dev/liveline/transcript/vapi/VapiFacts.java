package dev.liveline.transcript.vapi;

import dev.liveline.transcript.call.Fact;

/// Reads bodies for tests outside of this package.
public final class VapiFacts {

    private VapiFacts() {}

    /// The fact of a body; null if it is none.
    public static Fact of(byte[] body, long arrivedAt) {
        try {
            return VapiTranslation.fact(VapiMessageReader.read(body), arrivedAt);
        } catch (MalformedMessage malformed) {
            throw new AssertionError(malformed);
        }
    }
}
