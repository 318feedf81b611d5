import type { DemoDealer } from "../demo-dealer.ts";
import { crossovers } from "./crossovers.ts";
import { familyCars } from "./family-cars.ts";
import { finishedLeads } from "./finished-leads.ts";
import { hotLeads } from "./hot-leads.ts";
import { newLeads } from "./new-leads.ts";
import { roughRoaders } from "./rough-roaders.ts";
import { townCars } from "./town-cars.ts";
import { warmLeads } from "./warm-leads.ts";

export const sentosa: DemoDealer = {
  slug: "sentosa",
  name: "Sentosa Auto Bandung",
  domain: "sentosa.test",
  timeZone: "Asia/Jakarta",
  phone: "+622255500102",
  whatsappNumber: "+6281200000102",
  email: "halo@sentosa.test",
  address: "Jl. Soekarno-Hatta No. 202, Buahbatu",
  city: "Bandung",
  openingHours: {
    mon: { open: "08:30", close: "17:00" },
    tue: { open: "08:30", close: "17:00" },
    wed: { open: "08:30", close: "17:00" },
    thu: { open: "08:30", close: "17:00" },
    fri: { open: "08:30", close: "17:00" },
    sat: { open: "08:30", close: "17:00" },
    sun: { open: "09:00", close: "15:00" },
  },
  staff: {
    owner: {
      role: "owner",
      name: "Asep Kurniawan",
      email: "owner@sentosa.test",
      phone: "+6281200000121",
    },
    admin: {
      role: "admin",
      name: "Nia Rahmawati",
      email: "admin@sentosa.test",
      phone: "+6281200000122",
    },
    sales: {
      role: "sales",
      name: "Dadan Hidayat",
      email: "sales@sentosa.test",
      phone: "+6281200000123",
    },
    sales2: {
      role: "sales",
      name: "Rina Marlina",
      email: "sales2@sentosa.test",
      phone: "+6281200000124",
    },
  },
  whatsappToken: "demo-sentosa-whatsapp",
  cars: [...townCars, ...crossovers, ...familyCars, ...roughRoaders],
  leads: [...newLeads, ...hotLeads, ...warmLeads, ...finishedLeads],
};
