/** `shopstream.js`: the script tag with all captures, each asleep until `data-capture` names it. */
import { dataAttributes } from "./capture/data-attributes.ts"
import { dataLayer } from "./capture/ga4-datalayer.ts"
import { jsonLd } from "./capture/json-ld.ts"
import { pageViews } from "./capture/page-view.ts"
import { startFromTag } from "./script-tag.ts"

startFromTag({ page: pageViews, ga4: dataLayer, jsonld: jsonLd, attributes: dataAttributes })
