package dev.liveline.simulator.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwimlRulesTest {

    private static void lets(String body) {
        assertThat(TwimlRules.violations("<Response>" + body + "</Response>")).isEmpty();
    }

    private static void objectsTo(String body, String reason) {
        assertThat(TwimlRules.violations("<Response>" + body + "</Response>")).extracting(TwimlRules.Violation::message)
            .anyMatch(message -> message.contains(reason));
    }

    @Nested
    class ADocumentAsTwilioPrintsIt {

        @ParameterizedTest
        @ValueSource(strings = {
                "<Start><Stream name=\"cap-1\" statusCallback=\"https://edge.example.net/s\" track=\"both_tracks\" url=\"wss://edge.example.net/c\">"
                        + "<Parameter name=\"callId\" value=\"c-42\"/></Stream></Start><Dial action=\"/twilio/dial-done\" answerOnBridge=\"true\" timeout=\"20\">"
                        + "<Sip statusCallback=\"https://edge.example.net/s\" statusCallbackEvent=\"initiated ringing answered completed\">"
                        + "sip:agent@sip.example.net;transport=tls?X-Call-Id=c-42&amp;X-Tenant=acme</Sip></Dial>",
                "<Connect action=\"/twilio/after-ai\"><Stream url=\"wss://x.example/ai\"/></Connect>",
                "<Dial action=\"/d\"><Conference beep=\"false\" jitterBufferSize=\"small\" participantLabel=\"caller\" startConferenceOnEnter=\"true\" "
                        + "endConferenceOnExit=\"true\" waitUrl=\"\" statusCallback=\"https://edge.example.net/conf\" "
                        + "statusCallbackEvent=\"start join leave end hold\">call-42</Conference></Dial>",
                "<Say>We are sorry.</Say><Record action=\"/twilio/recorded\" maxLength=\"120\" playBeep=\"true\"/><Hangup/>",
                "<Enqueue action=\"/q\" waitUrl=\"/wait\">support</Enqueue>", "<Dial>+15550300001</Dial>",
                "<Reject reason=\"busy\"/>",
                "<Redirect method=\"POST\">/twilio/voice</Redirect>", "<Dial sequential=\"true\"><Number>+15550300001</Number>"
                        + "<Number>+15550300002</Number></Dial>",
                "" })
        void isLetThrough(String body) {
            lets(body);
        }
    }

    @Nested
    class ADocumentThatTwilioWouldNotRun {

        @Test
        void isNamed() {
            assertThat(TwimlRules.violations("{\"error\":1}")).hasSize(1);
            assertThat(TwimlRules.violations("<response/>")).extracting(TwimlRules.Violation::message)
                .containsExactly("the root element is <Response>");
            assertThat(TwimlRules.violations(" <?xml version=\"1.0\"?><Response/>")).hasSize(1);
            assertThat(TwimlRules.violations("<!DOCTYPE x [<!ENTITY y \"z\">]><Response/>")).hasSize(1);
        }

        @Test
        void hasWrongVerbsOrAttributes() {
            objectsTo("<say>Hi</say>", "<say> is not allowed");
            objectsTo("<Say Voice=\"x\">Hi</Say>", "unknown attribute Voice");
            objectsTo("<Number>+15550300001</Number>", "<Number> is not allowed in <Response>");
            objectsTo("<Say>Hi</Say><Reject/>", "first verb");
            objectsTo("stray words", "text is not allowed");
        }

        @Test
        void hasAStreamThatFails() {
            objectsTo("<Connect><Stream url=\"https://x.example/ai\"/></Connect>", "wss");
            objectsTo("<Connect><Stream url=\"wss://x.example/ai?token=1\"/></Connect>", "query");
            objectsTo("<Connect><Stream track=\"both_tracks\" url=\"wss://x.example/ai\"/></Connect>", "31941");
            objectsTo("<Connect/>", "exactly one <Stream>");
            objectsTo("<Connect><Stream url=\"wss://x.example/ai\"><Parameter name=\"n\" value=\"" + "v".repeat(499)
                    + "\"/></Stream></Connect>", "500");
        }

        @Test
        void dialsWhatCanNotBeDialled() {
            objectsTo("<Dial>nobody</Dial>", "not a phone number");
            objectsTo("<Dial timeout=\"2\">+15550300001</Dial>", "between 5 and 600");
            objectsTo("<Dial><Sip>sip:a@b.example?Call-Id=1</Sip></Dial>", "only x- headers");
            objectsTo("<Dial><Sip>sip:a@b.example?x-a=" + "v".repeat(1024) + "</Sip></Dial>", "1024");
            objectsTo("<Dial><Sip>sip:" + "a".repeat(260) + "@b.example</Sip></Dial>", "255");
            objectsTo("<Dial><Sip statusCallback=\"/s\">sip:a@b.example</Sip></Dial>", "absolute");
            objectsTo("<Dial><Number statusCallbackEvent=\"done\">+15550300001</Number></Dial>",
                    "unknown status callback event");
            objectsTo("<Dial><Conference></Conference></Dial>", "needs a name");
        }

        @Test
        void hasAPlainWebSocketUnlessThatIsAllowed() {
            var document = "<Response><Connect><Stream url=\"ws://localhost:8080/twilio/media\"/></Connect></Response>";
            assertThat(TwimlRules.violations(document)).hasSize(1);
            assertThat(TwimlRules.violations(document, true)).isEmpty();
        }
    }
}
