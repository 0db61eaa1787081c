package dev.liveline.simulator.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Vectors: those of Twilio's own SDK tests and of its documentation's worked example.
class TwilioSignatureTest {

    private static final String URL = "https://mycompany.com/myapp.php?foo=1&bar=2";

    private final TwilioSignature signature = new TwilioSignature("12345");

    private static Map<String, String> base(String... more) {
        var form = new HashMap<>(Map.of("Digits", "1234", "CallSid", "CA1234567890ABCDE", "To", "+18005551212", "Caller",
                "+14158675309", "From", "+14158675309"));
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return form;
    }

    @Nested
    class OfAForm {

        @Test
        void itCoversTheUrlAndEveryFieldSortedByName() {
            assertThat(signature.of(URL, base())).isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
            assertThat(signature.of("https://mycompany.com/myapp.php", base())).isEqualTo("1xaxFBvyzXYvWplzNOSs28HWO94=");
            assertThat(signature.of("https://example.com/myapp.php?foo=1&bar=2",
                    base("From", "+14158675310", "Caller", "+14158675310")))
                .isEqualTo("L/OH5YylLD5NRKLltdqwSvS0BnU=");
        }

        @Test
        void namesSortByCodePoint() {
            assertThat(signature.of(URL, Map.of("callSid", "lowercase", "CallSid", "uppercase", "CALLSID", "allcaps")))
                .isEqualTo("jDK7WKT8wiNrwggd4ceTv4e1MJ4=");
        }

        @Test
        void valuesAreSignedUnencodedAndEmptyOnesCount() {
            assertThat(signature.of(URL, Map.of("Message", "Hello & goodbye! @#$%^*()", "From", "+1 (415) 867-5309", "Special",
                    "unicode: ñáéíóú")))
                .isEqualTo("dCPiR4WtQ6QFN6pJh81CtlCcWLQ=");
            assertThat(signature.of(URL, Map.of("Digits", "", "CallSid", "CA1234567890ABCDE", "EmptyParam", "")))
                .isEqualTo("9HHp/OqQMEwdrVebHDdA/+tqjX8=");
        }

        @Test
        void ourOwnVectorWithAnEncodedQuery() {
            var form = Map.of("AccountSid", "AC00000000000000000000000000000001", "ApiVersion", "2010-04-01", "CallSid",
                    "CA00000000000000000000000000000001", "CallStatus", "ringing", "Direction", "inbound", "From",
                    "+15005550006",
                    "To", "+15005550001", "StirVerstat", "TN-Validation-Passed-A");
            assertThat(new TwilioSignature("0123456789abcdef0123456789abcdef")
                .of("https://edge.example.net/twilio/voice?tenant=acme%20co", form)).isEqualTo("xLBaRalxmU0V7otbio+ZC1knap8=");
        }
    }

    @Nested
    class OfAUrlAlone {

        @Test
        void aHandshakeIsSignedForItsUrl() {
            assertThat(signature.of(URL, Map.of())).isEqualTo("zYQTYrRWXE7LtzbG4PfP7/bkkGo=");
            var own = new TwilioSignature("0123456789abcdef0123456789abcdef");
            assertThat(own.of("wss://edge.example.net/twilio/media", Map.of())).isEqualTo("EIZ/U7i6jVFEmAdRGMiOfal56tk=");
            assertThat(own.of("wss://edge.example.net/twilio/media/", Map.of())).isEqualTo("lMzb6goWU90poFYKQOqedE8sR/s=");
        }

        @Test
        void httpsLosesItsPortAndHttpKeepsIt() {
            assertThat(signature.of("https://mycompany.com:443/myapp.php?foo=1&bar=2", base()))
                .isEqualTo(signature.of(URL, base()));
            assertThat(signature.of("http://mycompany.com:1234/myapp.php?foo=1&bar=2", base()))
                .isEqualTo("Zmvh+3yNM1Phv2jhDCwEM3q5ebU=");
        }

        @Test
        void fragmentAndUserAreNoPartOfIt() {
            assertThat(signature.of("https://user:secret@mycompany.com/myapp.php?foo=1&bar=2#rc=2", base()))
                .isEqualTo(signature.of(URL, base()));
        }
    }
}
