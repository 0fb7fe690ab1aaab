package dev.wharf.sdk.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ApiClientTest {

    @Test
    void anAnswerIsJson() {
        try (Server server = new Server(Server.json("{\"data\":[1.50]}"));
                ApiClient client = ApiClient.open(
                        new Acme(), server.uri(), Transport.DIRECT, Budget.unlimited(), Waits.untold())) {
            Answer answer = client.send(
                    Call.get(Acme.READS, "/v1/charges").query("limit", 100).query("expand[]", "data a"));

            assertEquals("{\"data\":[1.50]}", answer.json().toString());
            assertEquals(List.of("GET /v1/charges?limit=100&expand%5B%5D=data%20a"), server.asked());
        }
    }
}
