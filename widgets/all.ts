/** Every element, defined: what `/widgets.js` is. */
import "./define/shop-chart.ts"
import "./define/shop-dashboard.ts"
import "./define/shop-kpi.ts"
import "./define/shop-viewers.ts"
