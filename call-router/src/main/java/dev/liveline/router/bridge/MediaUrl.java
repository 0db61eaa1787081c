package dev.liveline.router.bridge;

import java.net.URI;

/// The address of the media socket as Twilio is told it and as it signs it: one string for both.
public final class MediaUrl {

    public static final String PATH = "/twilio/media";

    private MediaUrl() {}

    /// @param publicUrl the origin Twilio sees; `http` makes `ws`, for local use
    public static String of(URI publicUrl) {
        String scheme = "https".equals(publicUrl.getScheme()) ? "wss" : "ws";
        return scheme + "://" + publicUrl.getRawAuthority() + PATH;
    }
}
