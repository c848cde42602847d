// What the report's page brings along: the library that draws its charts, and what feeds it.
#pragma once

#include <string_view>

namespace recourse::cli {

/// Chart.js (vendor/), as the build embeds it; without its reference to a source map, which no page
/// has beside it.
std::string_view chart_library();

/// Draws `data` into the canvases c0, c1, …; colours are the page's.
inline constexpr std::string_view kChartScript = R"js(
if(window.Chart){const css=getComputedStyle(document.documentElement);
const ink=css.getPropertyValue('--ink').trim(),soft=css.getPropertyValue('--soft').trim(),
line=css.getPropertyValue('--line').trim();
const colours=['#3d7cc9','#d98a29','#4a9b6e','#9a5fb5'];
Chart.defaults.color=soft;Chart.defaults.borderColor=line;Chart.defaults.font.family='inherit';
data.forEach((one,i)=>{const shares=one.sets.some(s=>s.share);
new Chart(document.getElementById('c'+i),{data:{labels:one.labels,datasets:one.sets.map((s,k)=>({
type:s.share?'line':'bar',label:s.label,data:s.data,yAxisID:s.share?'share':'y',
borderColor:colours[k%4],backgroundColor:colours[k%4],borderWidth:s.share?2:0,order:s.share?0:1}))},
options:{maintainAspectRatio:false,animation:false,plugins:{title:{display:true,text:one.title,
color:ink},legend:{display:one.sets.length>1}},scales:Object.assign({y:{beginAtZero:true}},
shares?{share:{position:'right',min:0,max:100,grid:{drawOnChartArea:false},
ticks:{callback:v=>v+' %'}}}:{})}});});}
)js";

}  // namespace recourse::cli
