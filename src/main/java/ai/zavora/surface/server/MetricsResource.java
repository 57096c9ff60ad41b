package ai.zavora.surface.server;

import ai.zavora.surface.server.access.Scope;
import ai.zavora.surface.server.metrics.Registry;
import ai.zavora.surface.server.openapi.Schema;
import ai.zavora.surface.server.wire.ApiResponse;
import java.util.List;

/** What the server counts, for those who watch it. */
final class MetricsResource {
    private final ServerMetrics metrics;

    MetricsResource(ServerMetrics metrics) {
        this.metrics = metrics;
    }

    List<Route> routes() {
        return List.of(
                Route.scoped(Scope.READ, "GET", "/metrics", "Figures in the text format of Prometheus", this::metrics)
                        .answers(200, "text/plain", Schema.text()));
    }

    private ApiResponse metrics(Call call) {
        return ApiResponse.text(Registry.CONTENT_TYPE, metrics.text());
    }
}
