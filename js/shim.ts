/** What QuickJS lacks and ECharts expects. It must be imported before ECharts. */
const scope = globalThis as Record<string, unknown>;
const nothing = () => {};

scope.global = globalThis;
scope.console = { log: nothing, info: nothing, debug: nothing, warn: nothing, error: nothing };
// A drawing is made at once and thrown away: what was to come later never comes.
scope.setTimeout = () => 0;
scope.clearTimeout = nothing;
scope.setInterval = () => 0;
scope.clearInterval = nothing;
