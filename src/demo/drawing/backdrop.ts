/** A showroom: a softly lit wall, lamps along the ceiling and a polished floor. */
export const BACKDROP = `<defs>
<linearGradient id="wall" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#8e979f"/><stop offset=".55" stop-color="#c3c9ce"/><stop offset="1" stop-color="#e4e7e9"/></linearGradient>
<radialGradient id="spot" cx=".5" cy=".62" r=".55"><stop offset="0" stop-color="#fff" stop-opacity=".8"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>
<linearGradient id="floor" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#d3d7da"/><stop offset=".3" stop-color="#b4babf"/><stop offset="1" stop-color="#7f878e"/></linearGradient>
<radialGradient id="sheen" cx=".5" cy=".2" r=".6"><stop offset="0" stop-color="#fff" stop-opacity=".5"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>
<filter id="haze" x="-.1" y="-3" width="1.2" height="7"><feGaussianBlur stdDeviation="9"/></filter>
</defs>
<rect width="1200" height="480" fill="url(#wall)"/>
<path d="M240 0V470M480 0V470M720 0V470M960 0V470" stroke="#fff" stroke-opacity=".22" stroke-width="2"/>
<rect width="1200" height="480" fill="url(#spot)"/>
<path d="M60 70H560M640 70H1140" stroke="#fff" stroke-width="16" stroke-linecap="round" filter="url(#haze)"/>
<path d="M60 70H560M640 70H1140" stroke="#fff" stroke-width="7" stroke-linecap="round"/>
<rect y="470" width="1200" height="330" fill="url(#floor)"/>
<path d="M0 470H1200" stroke="#98a0a6" stroke-width="3" stroke-opacity=".6"/>
<rect y="470" width="1200" height="330" fill="url(#sheen)"/>`;
