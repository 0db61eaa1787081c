package dev.liveline.router.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The vectors of the SDK's own RequestValidatorTest and of Twilio's documentation, and those the SDK's validator gets wrong.
class TwilioSignatureTest {

    private static final TwilioSignature TWELVE = new TwilioSignature(URI.create("https://mycompany.com"), List.of("12345"));
    private static final String BASE = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private static final Map<String, String> PARAMS = Map.of("Digits", "1234", "CallSid", "CA1234567890ABCDE", "To",
            "+18005551212",
            "Caller", "+14158675309", "From", "+14158675309");

    @Nested
    class TheVectorsOfTheSdk {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                https://mycompany.com/myapp.php?foo=1&bar=2                         | RSOYDt4T1cUTdK1PDd93/VVr8B8=
                https://mycompany.com/myapp.php                                     | 1xaxFBvyzXYvWplzNOSs28HWO94=
                https://mycompany.com:443/myapp.php?foo=1&bar=2                     | kvajT1Ptam85bY51eRf/AJRuM3w=
                https://mycompany.com/myapp.php?foo=1&bar=2                         | kvajT1Ptam85bY51eRf/AJRuM3w=
                http://mycompany.com/myapp.php?foo=1&bar=2                          | 0ZXoZLH/DfblKGATFgpif+LLRf4=
                http://mycompany.com:1234/myapp.php?foo=1&bar=2                     | Zmvh+3yNM1Phv2jhDCwEM3q5ebU=
                https://mycompany.com/myapp.php?foo=hello%20world&bar=test%2Bvalue  | er2tvAP1Wx+iuTTE2BPgvEaN1cs=
                """)
        void withTheUsualFieldsAreAccepted(String url, String signature) {
            assertThat(TWELVE.acceptsUrl(url, form(PARAMS), signature)).isTrue();
        }

        @Test
        void withoutFieldsIsAccepted() {
            assertThat(TWELVE.acceptsUrl(BASE, Form.EMPTY, "zYQTYrRWXE7LtzbG4PfP7/bkkGo=")).isTrue();
        }

        @Test
        void withStrangeCharactersIsAccepted() {
            Map<String, String> params = Map.of("Message", "Hello & goodbye! @#$%^*()", "From", "+1 (415) 867-5309", "Special",
                    "unicode: ñáéíóú");
            assertThat(accepted(params, "dCPiR4WtQ6QFN6pJh81CtlCcWLQ=")).isTrue();
        }

        @Test
        void withEmptyFieldsIsAccepted() {
            assertThat(accepted(Map.of("Digits", "", "CallSid", "CA1234567890ABCDE", "EmptyParam", ""),
                    "9HHp/OqQMEwdrVebHDdA/+tqjX8="))
                .isTrue();
        }

        @Test
        void withUnsortedFieldsIsAccepted() {
            assertThat(accepted(Map.of("Zebra", "last", "Alpha", "first", "Beta", "second", "Gamma", "third"),
                    "enveUe73ZTVLAekHxez3Qx6JuuQ="))
                .isTrue();
        }

        @Test
        void withNamesThatDifferInCaseIsAccepted() {
            assertThat(accepted(Map.of("callSid", "lowercase", "CallSid", "uppercase", "CALLSID", "allcaps"),
                    "jDK7WKT8wiNrwggd4ceTv4e1MJ4="))
                .isTrue();
        }

        @Test
        void withAJsonBodyIsAccepted() {
            byte[] body = "{\"property\": \"value\", \"boolean\": true}".getBytes(StandardCharsets.UTF_8);
            String hash = "bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
            assertThat(TWELVE.acceptsBody("/myapp.php?foo=1&bar=2&" + hash, body, "a9nBmqA0ju/hNViExpshrM61xv4=")).isTrue();
            assertThat(TWELVE.acceptsBody("/myapp.php?" + hash, body, "y77kIzt2vzLz71DgmJGsen2scGs=")).isTrue();
            assertThat(TWELVE.acceptsBody("/myapp.php?" + hash, new byte[]{ '{', '}' }, "y77kIzt2vzLz71DgmJGsen2scGs="))
                .isFalse();
        }

        private boolean accepted(Map<String, String> params, String signature) {
            return TWELVE.acceptsUrl(BASE, form(params), signature);
        }
    }

    @Nested
    class BehindAnIngress {

        private static final String TOKEN = "0123456789abcdef0123456789abcdef";
        private static final Map<String, String> VOICE = Map.of("AccountSid", "AC00000000000000000000000000000001",
                "ApiVersion",
                "2010-04-01", "CallSid", "CA00000000000000000000000000000001", "CallStatus", "ringing", "Direction", "inbound",
                "From",
                "+15005550006", "To", "+15005550001", "StirVerstat", "TN-Validation-Passed-A");

        private final TwilioSignature edge = new TwilioSignature(URI.create("https://edge.example.net/"),
                List.of("older", TOKEN));

        @Test
        void signsThePublicUrlWithTheRawQuery() {
            assertThat(edge.accepts("/twilio/voice?tenant=acme%20co", form(VOICE), "xLBaRalxmU0V7otbio+ZC1knap8=")).isTrue();
        }

        @Test
        void refusesAQueryThatWasEncodedAnew() {
            assertThat(edge.accepts("/twilio/voice?tenant=acme+co", form(VOICE), "xLBaRalxmU0V7otbio+ZC1knap8=")).isFalse();
        }

        @Test
        void refusesAFieldThatWasChangedOrTakenAway() {
            Map<String, String> changed = new TreeMap<>(VOICE);
            changed.put("To", "+15005550002");
            assertThat(edge.accepts("/twilio/voice?tenant=acme%20co", form(changed), "xLBaRalxmU0V7otbio+ZC1knap8=")).isFalse();
            changed.putAll(VOICE);
            changed.remove("StirVerstat");
            assertThat(edge.accepts("/twilio/voice?tenant=acme%20co", form(changed), "xLBaRalxmU0V7otbio+ZC1knap8=")).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = { "", " ", "x", "xLBaRalxmU0V7otbio+ZC1knap9=" })
        void refusesWhatIsNoSignature(String signature) {
            assertThat(edge.accepts("/twilio/voice?tenant=acme%20co", form(VOICE), signature)).isFalse();
        }

        @Test
        void refusesEverythingWithoutAToken() {
            TwilioSignature none = new TwilioSignature(URI.create("https://edge.example.net"), List.of(" "));
            assertThat(none.accepts("/twilio/voice", Form.EMPTY, sign("", "https://edge.example.net/twilio/voice"))).isFalse();
        }
    }

    @Nested
    class WhatTheSdkGetsWrong {

        @Test
        void aPortBesideAnEncodedQueryIsAccepted() {
            TwilioSignature ported = new TwilioSignature(URI.create("https://h:443"), List.of("12345"));
            String signature = sign("12345", "https://h/v?x=a%20b&y=t%2Bv");
            assertThat(ported.accepts("/v?x=a%20b&y=t%2Bv", Form.EMPTY, signature)).isTrue();
        }

        @Test
        void aFragmentIsNotSigned() {
            assertThat(TWELVE.acceptsUrl("https://h/v#rc=2&rp=5xx", Form.EMPTY, sign("12345", "https://h/v"))).isTrue();
        }

        @Test
        void aHostWithAnUnderscoreAndAPortIsAccepted() {
            assertThat(TWELVE.acceptsUrl("https://my_host:8443/v", Form.EMPTY, sign("12345", "https://my_host/v"))).isTrue();
            assertThat(TWELVE.acceptsUrl("http://my_host:8080/v", Form.EMPTY, sign("12345", "http://my_host:8080/v"))).isTrue();
        }

        @Test
        void aNameThatComesTwiceIsSignedWithEachOfItsValues() {
            Form twice = Form.parse("B=2&A=z&A=a&A=a");
            assertThat(TWELVE.acceptsUrl("https://h/v", twice, sign("12345", "https://h/vAaAzB2"))).isTrue();
            assertThat(TWELVE.acceptsUrl("https://h/v", twice, sign("12345", "https://h/vAzB2"))).isFalse();
        }
    }

    private static Form form(Map<String, String> params) {
        Map<String, List<String>> fields = new TreeMap<>();
        params.forEach((name, value) -> fields.put(name, new ArrayList<>(List.of(value))));
        return new Form(fields);
    }

    private static String sign(String token, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.isEmpty() ? new byte[]{ 0 } : token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
