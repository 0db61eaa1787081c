package dev.liveline.admin.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liveline.admin.schema.OpenApi;
import dev.liveline.admin.schema.VapiContract;
import dev.liveline.simulator.vapi.ApiRequest;
import dev.liveline.simulator.vapi.VapiCloud;

/// That what we sent is what Vapi's OpenAPI document takes. Requests that the cloud refused were meant to be refused.
public final class Contract {

    private Contract() {}

    /// Says nothing where the document is absent.
    public static void assertKept(VapiCloud vapi) {
        if (OpenApi.isHere()) {
            for (ApiRequest request : vapi.requests()) {
                if (request.status() < 400) {
                    assertThat(VapiContract.violations(request.method(), request.path(), request.body()))
                        .as("%s %s %s", request.method(), request.path(), request.body())
                        .isEmpty();
                }
            }
        }
    }
}
