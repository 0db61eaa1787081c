package dev.liveline.transcript.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingFamilyTest {

    @ParameterizedTest
    @CsvSource({ "customer-ended-call,NORMAL", "assistant-said-end-call-phrase,NORMAL", "silence-timed-out,NORMAL",
            "call.in-progress.twilio-completed-call,NORMAL", "call.in-progress.sip-completed-call,NORMAL",
            "call.ringing.sip-inbound-caller-hungup-before-call-connect,NORMAL", "session-ended,NORMAL",
            "assistant-forwarded-call,FORWARDED", "customer-did-not-answer,UNREACHED", "customer-busy,UNREACHED",
            "call.forwarding.no-answer,UNREACHED", "voicemail,UNREACHED",
            "call.start.error-subscription-concurrency-limit-reached,LIMIT",
            "call.start.error-subscription-insufficient-credits,LIMIT",
            "call.start.error-vapi-number-outbound-daily-limit,LIMIT",
            "pipeline-error-openai-429-rate-limit-reached,PROVIDER_FAULT",
            "call.in-progress.error-vapifault-openai-429-rate-limit-reached,VAPI_FAULT",
            "call.start.error-vapifault-get-org,VAPI_FAULT", "worker-shutdown,VAPI_FAULT",
            "call.in-progress.error-providerfault-openai-500-server-error,PROVIDER_FAULT",
            "call.in-progress.error-pipeline-no-available-llm-model,PROVIDER_FAULT",
            "twilio-failed-to-connect-call,TELEPHONY_FAULT", "phone-call-provider-closed-websocket,TELEPHONY_FAULT",
            "vonage-rejected,TELEPHONY_FAULT", "assistant-request-returned-no-assistant,CONFIGURATION_FAULT",
            "call-start-error-neither-assistant-nor-server-set,CONFIGURATION_FAULT", "expired,EXPIRED",
            "call.in-progress.error-transfer-failed,OTHER_FAULT", "call.somewhere.error-not-invented-yet,OTHER_FAULT",
            "ended,NORMAL" })
    void isToldByThePlatformsReason(String reason, EndingFamily family) {
        assertThat(EndingFamily.of(reason)).isEqualTo(family);
    }
}
