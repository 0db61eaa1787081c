package dev.liveline.transcript.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReportSignatureTest {

    /// The vector that the libraries of standard-webhooks/standard-webhooks test themselves with.
    @Test
    void isTheOneOfStandardWebhooks() {
        assertThat(new ReportSignature("whsec_plJ3nmyCDGBKInavdOK15jsl").of("msg_loFOjxBNrRLzqYUf", 1_731_705_121,
                "{\"event_type\":\"ping\",\"data\":{\"success\":true}}"))
            .isEqualTo("v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=");
    }

    @Test
    void namesTheSettingWhenItsSecretIsUnusable() {
        assertThatThrownBy(() -> new ReportSignature("whsec_no base64!")).hasMessageContaining("liveline.reports.secret")
            .hasMessageNotContaining("no base64!");
    }
}
