package ai.zavora.core.llm;

import java.util.Optional;

/**
 * A model we know by name. The catalogue helps people choose; it does not limit what may be asked for.
 *
 * @param id the name to ask for
 * @param role what it is meant for: {@code planner}, {@code worker} or {@code utility}
 * @param description one line for people
 * @param contextWindow tokens that prompt and answer may have together
 * @param pool the quota pool it counts against, where the provider has such ({@code 1M}, {@code 10M})
 * @param retiredOn ISO date since when it is no longer served; such a model cannot be chosen
 */
public record CatalogModel(
        String id,
        String role,
        String description,
        long contextWindow,
        Optional<String> pool,
        Optional<String> retiredOn) {}
