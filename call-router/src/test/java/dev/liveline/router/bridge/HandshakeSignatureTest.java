package dev.liveline.router.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.twilio.security.RequestValidator;

/// Vectors of ours: Twilio's algorithm (its documentation, *Validating requests*), confirmed by the SDK's validator.
class HandshakeSignatureTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String EXACT = "EIZ/U7i6jVFEmAdRGMiOfal56tk=";
    private static final String WITH_SLASH = "lMzb6goWU90poFYKQOqedE8sR/s=";

    private final HandshakeSignature signature = of("https://edge.example.net", TOKEN);

    private static HandshakeSignature of(String publicUrl, String... tokens) {
        return new HandshakeSignature(MediaUrl.of(URI.create(publicUrl)), List.of(tokens));
    }

    @Test
    void theExactAddressAndTheOneWithASlashAreValid() {
        assertThat(signature.isValid(EXACT)).isTrue();
        assertThat(signature.isValid(WITH_SLASH)).isTrue();
    }

    @Test
    void theSdkAgrees() {
        assertThat(new RequestValidator(TOKEN).validate("wss://edge.example.net/twilio/media", java.util.Map.of(), EXACT))
            .isTrue();
    }

    @Test
    void allElseIsNot() {
        assertThat(signature.isValid(null)).isFalse();
        assertThat(signature.isValid("")).isFalse();
        assertThat(signature.isValid("EIZ/U7i6jVFEmAdRGMiOfal56tk")).isFalse();
        assertThat(signature.isValid(EXACT.toLowerCase(java.util.Locale.ROOT))).isFalse();
        assertThat(of("https://edge.example.net", "another").isValid(EXACT)).isFalse();
        assertThat(of("http://edge.example.net", TOKEN).isValid(EXACT)).isFalse();
        assertThat(of("https://other.example.net", TOKEN).isValid(EXACT)).isFalse();
    }

    @Test
    void noTokenMakesNothingValid() {
        assertThat(of("https://edge.example.net").isValid("")).isFalse();
    }

    @Test
    void anyTokenWillDoWhileOneIsRotated() {
        assertThat(of("https://edge.example.net", "new", TOKEN).isValid(EXACT)).isTrue();
    }

    @Test
    void aPortMayHaveBeenLeftOut() {
        assertThat(of("https://edge.example.net:443", TOKEN).isValid(EXACT)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({ "https://edge.example.net, wss://edge.example.net/twilio/media",
            "https://edge.example.net/, wss://edge.example.net/twilio/media",
            "http://localhost:8080, ws://localhost:8080/twilio/media" })
    void theAddressIsThePublicOneAsASocket(String publicUrl, String mediaUrl) {
        assertThat(MediaUrl.of(URI.create(publicUrl))).isEqualTo(mediaUrl);
    }
}
